package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import selaras.access.Role;
import selaras.queue.FewAtOnce;
import selaras.queue.QueueBusyException;
import selaras.queue.QueueCatalog;
import selaras.queue.QueueDesk;
import selaras.queue.QueueLimits;

/**
 * All queues with their figures: {@code ?after=} the last name of the page before, {@code ?max=}
 * queues a page.
 */
@Path("/queues")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueuesResource {
  /**
   * Lists at once: each may ask for the figures of thousands of partitions, one after the other.
   */
  private static final int AT_ONCE = 8;

  private final FewAtOnce lists = new FewAtOnce(AT_ONCE, "listing queues");
  @Inject private QueueCatalog catalog;
  @Inject private QueueDesk desk;
  @Inject private QueueLimits limits;
  @Inject private Limits api;

  @GET
  @Needs(Role.READER)
  public QueueDeskAnswers.QueuesAnswer list(@Context UriInfo uri) {
    Query query = new Query(uri, api);
    int max = QueueRequests.max(query, limits.batchMax(), limits);
    String after = query.optionalName("after").orElse("");
    return lists.run(
        () ->
            new QueueDeskAnswers.QueuesAnswer(
                true, catalog.names(after, max).stream().map(this::told).toList()));
  }

  /** A queue that is too busy to tell its figures is named without them. */
  private Record told(String queue) {
    try {
      return QueueDeskAnswers.stats(null, queue, desk.stats(queue));
    } catch (QueueBusyException e) {
      return new QueueDeskAnswers.BusyAnswer(queue);
    }
  }
}
