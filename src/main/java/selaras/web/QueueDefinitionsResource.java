package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import selaras.access.Role;
import selaras.queue.DefineOutcome;
import selaras.queue.DefineOutcome.Defined;
import selaras.queue.DefineOutcome.PlacedOtherwise;
import selaras.queue.DefineOutcome.TooManyQueues;
import selaras.queue.QueueCatalog;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.webhook.Webhooks;

/** What one queue is like. */
@Path("/queue")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueueDefinitionsResource {
  @Inject private QueueCatalog catalog;
  @Inject private Webhooks webhooks;
  @Inject private QueueLimits limits;
  @Inject private Limits api;
  @Inject private Callers callers;

  @PUT
  @Path("/{queue}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  public Response define(@Context UriInfo uri, Body body) {
    String queue = name(uri);
    QueueDefinition definition = QueueRequests.definition(body, limits, api);
    DefineOutcome outcome =
        catalog.define(queue, definition, Own.requestId(body, callers.current()));
    return switch (outcome) {
      case Defined it ->
          Response.status(it.created() ? 201 : 200)
              .entity(QueueDeskAnswers.definition(queue, it.definition()))
              .build();
      case PlacedOtherwise it -> throw placedOtherwise(it.existing());
      case TooManyQueues it -> throw QueueAnswers.full("too many queues", "queues", it.limit());
    };
  }

  private static Problem placedOtherwise(QueueDefinition existing) {
    return Problem.of(
            409,
            "queue exists otherwise",
            "partitions and ordering of a queue are for good; delete it first")
        .with("partitions", existing.partitions())
        .with("ordering", QueueDeskAnswers.definition("", existing).ordering());
  }

  @GET
  @Path("/{queue}")
  @Needs(Role.READER)
  public QueueDeskAnswers.DefinitionAnswer definition(@Context UriInfo uri) {
    String queue = name(uri);
    return catalog
        .definition(queue)
        .map(definition -> QueueDeskAnswers.definition(queue, definition))
        .orElseThrow(QueueDefinitionsResource::noSuchQueue);
  }

  /** With its webhook; takes as long as a node may go by a definition that is gone. */
  @DELETE
  @Path("/{queue}")
  @Needs(Role.OPERATOR)
  public QueueDeskAnswers.DeletedAnswer delete(@Context UriInfo uri) {
    String queue = name(uri);
    Optional<String> requestId = Own.requestId(new Query(uri, api), callers.current());
    // first, and also when there is no queue: perhaps the call before failed between the two
    boolean hadWebhook = webhooks.remove(queue, requestId);
    if (!catalog.delete(queue, requestId) && !hadWebhook) {
      throw noSuchQueue();
    }
    return new QueueDeskAnswers.DeletedAnswer(true, queue);
  }

  private static Problem noSuchQueue() {
    return Problem.of(404, "not found", "no such queue");
  }

  private String name(UriInfo uri) {
    return Names.afterPath("/queue/", "queue", uri, api);
  }
}
