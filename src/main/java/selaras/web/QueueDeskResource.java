package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import selaras.access.Role;
import selaras.queue.QueueDesk;
import selaras.queue.QueueLimits;
import selaras.queue.Redrive;

/** One queue as its operators work on it: figures, peek, purge, dead letters. */
@Path("/queue")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueueDeskResource {
  @Inject private QueueDesk desk;
  @Inject private Callers callers;
  @Inject private QueueLimits limits;
  @Inject private Limits api;

  @GET
  @Path("/stats/{queue}")
  @Needs(Role.READER)
  public QueueDeskAnswers.StatsAnswer stats(@Context UriInfo uri) {
    String queue = name(uri, "stats");
    return QueueDeskAnswers.stats(true, queue, desk.stats(queue));
  }

  @GET
  @Path("/peek/{queue}")
  @Needs(Role.READER)
  public QueueDeskAnswers.PeekAnswer peek(@Context UriInfo uri) {
    String queue = name(uri, "peek");
    int max = QueueRequests.max(new Query(uri, api), 1, limits);
    return QueueDeskAnswers.peeked(queue, desk.peek(queue, max));
  }

  @GET
  @Path("/dead/{queue}")
  @Needs(Role.READER)
  public QueueDeskAnswers.DeadAnswer dead(@Context UriInfo uri) {
    String queue = name(uri, "dead");
    Query query = new Query(uri, api);
    int max = QueueRequests.max(query, limits.batchMax(), limits);
    return QueueDeskAnswers.dead(queue, desk.deadLetters(queue, QueueRequests.after(query), max));
  }

  /** One dead letter by {@code message_id}, or all of them. */
  @POST
  @Path("/redrive/{queue}")
  @Needs(Role.OPERATOR)
  public QueueDeskAnswers.RedrivenAnswer redrive(@Context UriInfo uri, Body body) {
    String queue = name(uri, "redrive");
    Redrive command = QueueRequests.redrive(body, callers.current());
    List<String> ids = desk.redrive(queue, command);
    if (command.messageId().isPresent() && ids.isEmpty()) {
      throw Problem.of(404, "not found", "no dead letter of this message id");
    }
    return new QueueDeskAnswers.RedrivenAnswer(
        true,
        queue,
        ids.size(),
        command.messageId().map(asked -> ids.get(0)).orElse(null),
        desk.stats(queue).dead());
  }

  @POST
  @Path("/purge/{queue}")
  @Needs(Role.OPERATOR)
  public QueueDeskAnswers.PurgedAnswer purge(@Context UriInfo uri, Body body) {
    String queue = name(uri, "purge");
    return new QueueDeskAnswers.PurgedAnswer(
        true, queue, desk.purge(queue, QueueRequests.purge(body, callers.current())));
  }

  private String name(UriInfo uri, String verb) {
    return Names.afterPath("/queue/" + verb + "/", "queue", uri, api);
  }
}
