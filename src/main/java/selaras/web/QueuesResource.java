package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import selaras.queue.QueueLimits;
import selaras.queue.WorkQueue;

/** All queues: {@code ?after=} the last name of the page before, {@code ?max=} names a page. */
@Path("/queues")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueuesResource {
  @Inject private WorkQueue queues;
  @Inject private QueueLimits limits;
  @Inject private Limits api;

  @GET
  public QueueAnswers.QueuesAnswer list(@Context UriInfo uri) {
    Query query = new Query(uri, api);
    int max = (int) query.number("max", limits.queuesMax(), 1, limits.queuesMax());
    String after = query.optionalName("after").orElse("");
    return new QueueAnswers.QueuesAnswer(true, queues.queues(after, max));
  }
}
