package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import selaras.access.Caller;
import selaras.access.Role;
import selaras.queue.Consume;
import selaras.queue.ConsumeOutcome;
import selaras.queue.LeaseCommand;
import selaras.queue.Produce;
import selaras.queue.QueueLimits;
import selaras.queue.WaitLimits;
import selaras.queue.Waiters;
import selaras.queue.WorkQueue;

/** One queue: produce, consume under a lease, settle by receipt. */
@Path("/queue")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueueResource {
  @Inject private WorkQueue queues;
  @Inject private Waiters waiters;
  @Inject private Callers callers;
  @Inject private Hangups hangups;
  @Inject private QueueLimits limits;
  @Inject private WaitLimits waitLimits;
  @Inject private Limits api;

  /** One {@code message}, or several as {@code messages}. */
  @POST
  @Path("/produce/{queue}")
  @Needs(Role.CLIENT)
  public Object produce(@Context UriInfo uri, Body body) {
    String queue = name(uri, "produce");
    Produce command = QueueRequests.produce(body, limits, callers.current());
    boolean batch = body.has("messages");
    return Later.unlessDone(
        queues
            .produce(queue, command)
            .thenApply(outcomes -> QueueAnswers.produced(queue, batch, command, outcomes)));
  }

  @GET
  @Path("/consume/{queue}")
  @Needs(Role.CLIENT)
  public Object consume(@Context HttpServletRequest request, @Context UriInfo uri) {
    String queue = name(uri, "consume");
    Query query = new Query(uri, api);
    Consume command = QueueRequests.consume(query, limits, callers.current());
    Duration wait = QueueRequests.wait(query, waitLimits);
    boolean batch = command.max() > 1;
    return Later.unlessDone(
        wait.isZero()
            ? queues
                .consume(queue, command)
                .thenApply(deliveries -> QueueAnswers.consumed(queue, batch, deliveries))
            : patiently(request, queue, command, wait)
                .thenApply(outcome -> QueueAnswers.consumed(queue, batch, outcome)));
  }

  /** Without this a HEAD would lease a message that nobody is told of. */
  @HEAD
  @Path("/consume/{queue}")
  @Needs(Role.CLIENT)
  public Response head() {
    return Response.ok().build();
  }

  private CompletableFuture<ConsumeOutcome> patiently(
      HttpServletRequest request, String queue, Consume command, Duration wait) {
    CompletableFuture<ConsumeOutcome> outcome =
        waiters.consume(queue, command, wait, hangups.isThere(request));
    hangups.cancelOnHangup(request, outcome);
    return outcome;
  }

  /** By one {@code receipt}, or several as {@code receipts}. */
  @POST
  @Path("/ack/{queue}")
  @Needs(Role.CLIENT)
  public Object ack(@Context UriInfo uri, Body body) {
    String queue = name(uri, "ack");
    Caller caller = callers.current();
    if (!body.has("receipts")) {
      return settle(queue, QueueRequests.ack(body, caller));
    }
    List<String> receipts = QueueRequests.receipts(body, limits, caller);
    return Later.unlessDone(
        queues
            .ackAll(queue, receipts, Own.requestId(body, caller))
            .thenApply(outcomes -> QueueAnswers.settled(queue, receipts, outcomes)));
  }

  @POST
  @Path("/nack/{queue}")
  @Needs(Role.CLIENT)
  public Object nack(@Context UriInfo uri, Body body) {
    return settle(name(uri, "nack"), QueueRequests.nack(body, limits, callers.current()));
  }

  @POST
  @Path("/extend/{queue}")
  @Needs(Role.CLIENT)
  public Object extend(@Context UriInfo uri, Body body) {
    return settle(name(uri, "extend"), QueueRequests.extend(body, limits, callers.current()));
  }

  private Object settle(String queue, LeaseCommand command) {
    return Later.unlessDone(
        queues
            .settle(queue, command)
            .thenApply(outcome -> QueueAnswers.settled(queue, command.receipt(), outcome)));
  }

  private String name(UriInfo uri, String verb) {
    return Names.afterPath("/queue/" + verb + "/", "queue", uri, api);
  }
}
