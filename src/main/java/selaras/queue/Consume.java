package selaras.queue;

import java.time.Duration;
import java.util.Optional;
import selaras.access.Owner;

/**
 * Take the oldest messages of a queue.
 *
 * @param max messages at most, from 1 to {@link QueueLimits#batchMax}
 * @param visibility how long they stay leased, to {@link QueueLimits#visibilityMax}; empty: as the
 *     queue says
 * @param autoAck removed at once (at most once) instead of leased
 * @param requestId the same id within {@link QueueLimits#rememberFor} gives the same deliveries
 * @param waits asks again later when there is nothing, so that an empty answer is not remembered
 * @param watcher who is told what becomes of the deliveries, see {@link Settlements}; empty: nobody
 * @param owner whose the receipts are
 */
public record Consume(
    int max,
    Optional<Duration> visibility,
    boolean autoAck,
    Optional<String> requestId,
    boolean waits,
    String watcher,
    Owner owner) {

  /** Once, for nobody in particular, and nobody is told. */
  public Consume(
      int max, Optional<Duration> visibility, boolean autoAck, Optional<String> requestId) {
    this(max, visibility, autoAck, requestId, false, "", Owner.NOBODY);
  }

  /** Under a lease, by one who is told what becomes of the deliveries. */
  static Consume watched(int max, Optional<Duration> visibility, String watcher) {
    return new Consume(max, visibility, false, Optional.empty(), false, watcher, Owner.NOBODY);
  }

  public Consume by(Owner consumer) {
    return new Consume(max, visibility, autoAck, requestId, waits, watcher, consumer);
  }

  Consume waiting() {
    return new Consume(max, visibility, autoAck, requestId, true, watcher, owner);
  }

  Consume atMost(int messages) {
    return new Consume(messages, visibility, autoAck, requestId, waits, watcher, owner);
  }
}
