package selaras.web;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import selaras.access.Role;
import selaras.queue.PushLimits;
import selaras.queue.QueueCatalog;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.queue.Settlements;
import selaras.queue.Subscriber;
import selaras.queue.Waiters;

/** The messages of a queue as Server-Sent Events, as fast as they are acknowledged. */
@Path("/queue")
@ApplicationScoped
@Produces(MediaType.SERVER_SENT_EVENTS)
public class QueueSubscriptionsResource {
  @Inject private QueueCatalog catalog;
  @Inject private Waiters waiters;
  @Inject private Settlements settlements;
  @Inject private Callers callers;
  @Inject private Streams streams;
  @Inject private Hangups hangups;
  @Inject private QueueLimits limits;
  @Inject private PushLimits push;
  @Inject private Limits api;
  private Streams.Places places;

  @PostConstruct
  void countPlaces() {
    places = new Streams.Places("too many subscribers", push.subscribersMax());
  }

  @GET
  @Path("/subscribe/{queue}")
  @Needs(Role.CLIENT)
  public void subscribe(
      @Context UriInfo uri, @Context HttpServletRequest request, @Suspended AsyncResponse answer)
      throws IOException {
    String queue = Names.afterPath("/queue/subscribe/", "queue", uri, api);
    Subscriber.Wish wish =
        QueueRequests.wish(
            queue,
            callers.current().owner(),
            new Query(uri, api),
            () -> definition(queue).visibility(),
            limits,
            push);
    wish.visibility().get(); // while Redis does not answer this is 503, and no silent stream
    BooleanSupplier isThere = hangups.isThere(request);
    streams.open(
        request,
        answer,
        places,
        stream ->
            new QueueSubscriber(
                queue,
                new Subscriber(waiters, settlements, wish, limits.batchMax(), isThere),
                stream));
  }

  private QueueDefinition definition(String queue) {
    return catalog.definition(queue).orElse(limits.defaults());
  }

  /** Without this a HEAD would begin to subscribe, and nobody would notice its end. */
  @HEAD
  @Path("/subscribe/{queue}")
  @Needs(Role.CLIENT)
  public Response head() {
    return Response.ok().build();
  }
}
