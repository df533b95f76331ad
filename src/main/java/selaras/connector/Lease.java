package selaras.connector;

import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The lease of one message from its receipt until it is settled. The server begins it at some
 * moment between the question and its answer; counted from the question, it is never taken for
 * longer than it is. Safe for use by the delivery's thread and {@link LeaseKeeper}'s.
 */
final class Lease {
  private static final Logger LOG = Logger.getLogger(Lease.class.getName());

  private final RemoteQueue queue;
  private final LeasedMessage leased;
  private final long lengthNanos;
  private final LongSupplier nanos;
  private volatile long end;
  private volatile boolean lost;

  /**
   * @param length how long it lasts, extended or not
   * @param nanos as {@link System#nanoTime}
   * @param asked a reading of it before the message was asked for
   */
  Lease(RemoteQueue queue, LeasedMessage leased, Duration length, LongSupplier nanos, long asked) {
    this.queue = queue;
    this.leased = leased;
    this.lengthNanos = length.toNanos();
    this.nanos = nanos;
    this.end = asked + lengthNanos;
  }

  QueueMessage message() {
    return leased.message();
  }

  /** Whether nobody else can have got the message. */
  boolean isHeld() {
    return !lost && left() > 0;
  }

  /** Nanoseconds that it lasts for certain. */
  private long left() {
    return end - nanos.getAsLong();
  }

  /**
   * Whether work may begin: the lease is held, and most of it is left. An answer that was waited
   * for does not prove so much, however new the lease is. Then it is extended first, which moves
   * its beginning to between that question and that answer. False if this is refused, or nobody
   * answers in time.
   */
  boolean isGoodForWork() {
    return left() >= lengthNanos / 4 * 3 ? !lost : extend() && isHeld();
  }

  /** Whether the server has done it. */
  boolean extend() {
    long asked = nanos.getAsLong();
    try {
      if (queue.extend(leased.receipt())) {
        endsNotBefore(asked + lengthNanos);
        return true;
      }
      lost = true;
    } catch (QueueUnavailableException e) {
      LOG.log(Level.FINE, "not extended, will be tried again", e);
    }
    return false;
  }

  /** Of two extensions at once the later question counts, whichever is answered last. */
  private synchronized void endsNotBefore(long proven) {
    if (proven - end > 0) {
      end = proven;
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
