package selaras.queue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Who waits on this node for messages of one queue, first come, first served, and when the queue is
 * to be looked at for them. Deterministic; reads no clock; not thread-safe.
 */
final class WaitingLine {
  /*
   * One look at a time is under way. It is due when somebody waits and the queue is not known to be
   * empty, and it is for the one at the head of the line, or for all at the head who ask for one
   * message on the same terms.
   *
   * What is known: a look that began when the bell had rung n times and found nothing shows that
   * whatever becomes ready from then on rings for the (n+1)th time. So there is nothing to be had
   * while the number of rings is n. That holds for looks of others, too, and however late their
   * answer comes. Rings may be lost: the safety poll counts as one.
   */
  private final LinkedHashSet<Waiter> line = new LinkedHashSet<>();
  private long rings;
  private long emptyAt = -1;
  private boolean looking;

  /**
   * A look at the queue.
   *
   * @param rings how often the bell had rung when it began
   * @param terms of those it is for
   * @param max messages to look for
   */
  record Look(long rings, Consume terms, int max) {
    Consume command() {
      return terms.atMost(max);
    }
  }

  /** Messages that are for somebody. */
  record Handed(Waiter waiter, List<Delivery> deliveries) {}

  /**
   * What comes of a look.
   *
   * @param left messages for which nobody is left
   */
  record Found(List<Handed> handed, List<Delivery> left) {}

  long rings() {
    return rings;
  }

  int size() {
    return line.size();
  }

  /** Whether nobody waits and no look is under way. */
  boolean isIdle() {
    return line.isEmpty() && !looking;
  }

  void join(Waiter waiter) {
    line.add(waiter);
  }

  /** False when the waiter has left before, or was served. */
  boolean leave(Waiter waiter) {
    return line.remove(waiter);
  }

  void ring() {
    rings++;
  }

  /** Somebody looked at the queue, beginning after so many rings, and found nothing. */
  void sawEmpty(long ringsBefore) {
    emptyAt = Math.max(emptyAt, ringsBefore);
  }

  /** The look that is due, if one is; it has begun then, and ends with {@link #end}. */
  Optional<Look> begin(int batchMax) {
    if (looking || line.isEmpty() || emptyAt == rings) {
      return Optional.empty();
    }
    looking = true;
    Waiter head = line.iterator().next();
    int max = head.sharesLooks() ? together(head, batchMax) : head.command().max();
    return Optional.of(new Look(rings, head.command(), max));
  }

  private int together(Waiter head, int batchMax) {
    int count = 0;
    for (Waiter waiter : line) {
      if (count == batchMax || !waiter.command().equals(head.command())) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Ends a look; those who get something have left the line. */
  Found end(Look look, List<Delivery> found) {
    looking = false;
    if (found.isEmpty()) {
      sawEmpty(look.rings());
      return new Found(List.of(), List.of());
    }
    // where there was something there may be more, even if the bell that told so was lost
    emptyAt = -1;
    return hand(look.terms(), found);
  }

  /** To the head of the line, where those have moved up who stood behind others that left. */
  private Found hand(Consume terms, List<Delivery> found) {
    List<Handed> handed = new ArrayList<>();
    Iterator<Waiter> heads = line.iterator();
    int next = 0;
    while (next < found.size() && heads.hasNext()) {
      Waiter head = heads.next();
      if (!head.command().equals(terms)) {
        break;
      }
      heads.remove();
      int end = Math.min(next + terms.max(), found.size());
      handed.add(new Handed(head, List.copyOf(found.subList(next, end))));
      next = end;
    }
    // what a request id was given is kept for the client, who may come back with the id
    boolean keep = terms.requestId().isPresent();
    return new Found(handed, keep ? List.of() : found.subList(next, found.size()));
  }

  /** Ends a look that failed, and every wait with it. */
  List<Waiter> fail() {
    looking = false;
    return clear();
  }

  /** Takes everybody out. */
  List<Waiter> clear() {
    List<Waiter> all = List.copyOf(line);
    line.clear();
    return all;
  }
}
