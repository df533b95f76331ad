package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
  public QueueAnswers.ProducedAnswer produce(@PathParam("queue") String queue, Body body) {
    Produce command = QueueRequests.produce(body);
    return QueueAnswers.produced(queue, command.body(), queues.produce(checked(queue), command));
  }

  @GET
  @Path("/consume/{queue}")
  public QueueAnswers.ConsumedAnswer consume(
      @PathParam("queue") String queue, @Context UriInfo uri) {
    Consume command = QueueRequests.consume(new Query(uri, api), limits);
    return QueueAnswers.consumed(queue, command.max() > 1, queues.consume(checked(queue), command));
  }

  @POST
  @Path("/ack/{queue}")
  public QueueAnswers.SettledAnswer ack(@PathParam("queue") String queue, Body body) {
    return settle(queue, QueueRequests.ack(body));
  }

  @POST
  @Path("/nack/{queue}")
  public QueueAnswers.SettledAnswer nack(@PathParam("queue") String queue, Body body) {
    return settle(queue, QueueRequests.nack(body, limits));
  }

  @POST
  @Path("/extend/{queue}")
  public QueueAnswers.SettledAnswer extend(@PathParam("queue") String queue, Body body) {
    return settle(queue, QueueRequests.extend(body, limits));
  }

  @GET
  @Path("/stats/{queue}")
  public QueueAnswers.StatsAnswer stats(@PathParam("queue") String queue) {
    return QueueAnswers.stats(queue, queues.stats(checked(queue)));
  }

  @GET
  @Path("/dead/{queue}")
  public QueueAnswers.DeadAnswer dead(@PathParam("queue") String queue, @Context UriInfo uri) {
    int max = QueueRequests.max(new Query(uri, api), limits.batchMax(), limits);
    return QueueAnswers.dead(queue, queues.deadLetters(checked(queue), max));
  }

  private QueueAnswers.SettledAnswer settle(String queue, LeaseCommand command) {
    return QueueAnswers.settled(queue, command.receipt(), queues.settle(checked(queue), command));
  }

  private String checked(String queue) {
    return Names.check("queue", queue, api);
  }
}
