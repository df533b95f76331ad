package selaras.connector;

import java.time.Duration;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The lease of one message from its receipt until it is settled. Counts its time from when the
 * server was asked, so that it never takes itself for longer than it is. Safe for use by the
 * delivery's thread and {@link LeaseKeeper}'s.
 */
final class Lease {
  private static final Logger LOG = Logger.getLogger(Lease.class.getName());

  private final RemoteQueue queue;
  private final LeasedMessage leased;
  private final long lengthNanos;
  private volatile long end;
  private volatile boolean lost;

  /**
   * @param length how long it lasts, extended or not
   * @param began a reading of {@link System#nanoTime} before the message was asked for
   */
  Lease(RemoteQueue queue, LeasedMessage leased, Duration length, long began) {
    this.queue = queue;
    this.leased = leased;
    this.lengthNanos = length.toNanos();
    this.end = began + lengthNanos;
  }

  QueueMessage message() {
    return leased.message();
  }

  /** Whether nobody else can have got the message. */
  boolean isHeld() {
    return !lost && System.nanoTime() - end < 0;
  }

  void extend() {
    long asked = System.nanoTime();
    try {
      if (queue.extend(leased.receipt())) {
        end = asked + lengthNanos;
      } else {
        lost = true;
      }
    } catch (QueueUnavailableException e) {
      LOG.log(Level.FINE, "not extended, will be tried again", e);
    }
  }

  /** Acknowledges, again and again while nobody answers and the lease lasts. */
  void acknowledge(Backoff backoff) {
    String requestId = UUID.randomUUID().toString();
    while (true) {
      try {
        if (!queue.acknowledge(leased.receipt(), requestId)) {
          LOG.warning(() -> message().id() + ": done, but its lease had ended; it comes again");
        }
        return;
      } catch (QueueUnavailableException e) {
        if (!isHeld() || !backoff.pause()) {
          LOG.warning(message().id() + ": done, but not acknowledged; it comes again: " + e);
          return;
        }
      }
    }
  }

  /** Gives the message back; if nobody answers, the end of the lease does. */
  void giveBack(Duration delay) {
    try {
      queue.giveBack(leased.receipt(), delay);
    } catch (QueueUnavailableException e) {
      LOG.log(Level.FINE, "not given back; comes again when its lease ends", e);
    }
  }

  /** Makes the message a dead letter; if nobody answers, it comes again. */
  void giveUp() {
    try {
      queue.giveUp(leased.receipt());
    } catch (QueueUnavailableException e) {
      LOG.log(Level.FINE, "not given up; comes again when its lease ends", e);
    }
  }
}
