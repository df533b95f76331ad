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
import selaras.queue.Consume;
import selaras.queue.LeaseCommand;
import selaras.queue.Produce;
import selaras.queue.QueueLimits;
import selaras.queue.WorkQueue;

/** One queue: produce, consume under a lease, settle by receipt, look. */
@Path("/queue")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueueResource {
  @Inject private WorkQueue queues;
  @Inject private QueueLimits limits;
  @Inject private Limits api;

  @POST
  @Path("/produce/{queue}")
  public QueueAnswers.ProducedAnswer produce(@Context UriInfo uri, Body body) {
    String queue = name(uri, "produce");
    Produce command = QueueRequests.produce(body);
    return QueueAnswers.produced(queue, command.body(), queues.produce(queue, command));
  }

  @GET
  @Path("/consume/{queue}")
  public QueueAnswers.ConsumedAnswer consume(@Context UriInfo uri) {
    String queue = name(uri, "consume");
    Consume command = QueueRequests.consume(new Query(uri, api), limits);
    return QueueAnswers.consumed(queue, command.max() > 1, queues.consume(queue, command));
  }

  @POST
  @Path("/ack/{queue}")
  public QueueAnswers.SettledAnswer ack(@Context UriInfo uri, Body body) {
    return settle(name(uri, "ack"), QueueRequests.ack(body));
  }

  @POST
  @Path("/nack/{queue}")
  public QueueAnswers.SettledAnswer nack(@Context UriInfo uri, Body body) {
    return settle(name(uri, "nack"), QueueRequests.nack(body, limits));
  }

  @POST
  @Path("/extend/{queue}")
  public QueueAnswers.SettledAnswer extend(@Context UriInfo uri, Body body) {
    return settle(name(uri, "extend"), QueueRequests.extend(body, limits));
  }

  @GET
  @Path("/stats/{queue}")
  public QueueAnswers.StatsAnswer stats(@Context UriInfo uri) {
    String queue = name(uri, "stats");
    return QueueAnswers.stats(queue, queues.stats(queue));
  }

  @GET
  @Path("/dead/{queue}")
  public QueueAnswers.DeadAnswer dead(@Context UriInfo uri) {
    String queue = name(uri, "dead");
    int max = QueueRequests.max(new Query(uri, api), limits.batchMax(), limits);
    return QueueAnswers.dead(queue, queues.deadLetters(queue, max));
  }

  private QueueAnswers.SettledAnswer settle(String queue, LeaseCommand command) {
    return QueueAnswers.settled(queue, command.receipt(), queues.settle(queue, command));
  }

  private String name(UriInfo uri, String verb) {
    return Names.afterPath("/queue/" + verb + "/", "queue", uri, api);
  }
}
