package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.IOException;

/** All who follow the status of this node, up to a number, and the snapshots they share. */
@ApplicationScoped
class StatusFeed {
  @Inject private Streams streams;
  private Streams.Places places;
  private SharedSnapshots snapshots;

  @Inject
  void prepare(SnapshotTaker taker, WatchLimits limits) {
    places = new Streams.Places("too many watchers", limits.watchers());
    snapshots = new SharedSnapshots(() -> JsonShape.text(taker.take()), limits.interval());
  }

  /**
   * Lets a client follow until it goes; over the bound it is refused.
   *
   * @param request suspended
   * @param answer to it, which belongs to the follower from here on
   */
  void follow(HttpServletRequest request, AsyncResponse answer) throws IOException {
    streams.open(request, answer, places, stream -> () -> tell(stream));
  }

  /** A client that reads slowly misses some; none is kept for it. */
  private void tell(EventStream stream) throws IOException, InterruptedException {
    long number = 0;
    while (true) {
      SharedSnapshots.Snapshot next = snapshots.after(number);
      number = next.number();
      stream.write(new SseText().event("status").data(next.text()).end().take());
    }
  }
}
