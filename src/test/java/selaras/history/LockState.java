package selaras.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The lock after some operations, each of which took effect as early as it could. Every condition
 * on time is a lower bound, so the earliest times rule out the least.
 *
 * @param now when the last operation took effect
 * @param lastToken the greatest token given out
 * @param writerUntil no exclusive holder is known of after this
 * @param anyUntil no holder is known of after this, apart from the present ones
 * @param holders by key; those whose lease has run out are taken out when something shows it
 * @param assumed the acquires of unknown outcome that are taken to have been granted, by number
 */
record LockState(
    long now,
    long lastToken,
    long writerUntil,
    long anyUntil,
    List<Holder> holders,
    Set<Integer> assumed) {
  static final LockState FREE =
      new LockState(Long.MIN_VALUE, 0, Long.MIN_VALUE, Long.MIN_VALUE, List.of(), Set.of());

  Optional<Holder> holder(long key) {
    return holders.stream().filter(holder -> holder.key() == key).findFirst();
  }

  LongStream keys() {
    return holders.stream().mapToLong(Holder::key);
  }

  LockState notBefore(long time) {
    return new LockState(Math.max(now, time), lastToken, writerUntil, anyUntil, holders, assumed);
  }

  /** Somebody held the lock in that mode at this time, and nobody is known to after it. */
  LockState heldUntil(Mode mode, long time) {
    long writer = mode == Mode.EXCLUSIVE ? Math.max(writerUntil, time) : writerUntil;
    return new LockState(now, lastToken, writer, Math.max(anyUntil, time), holders, assumed);
  }

  /** A new holder under a greater token, now. */
  LockState granted(long token, Call.Acquire acquire) {
    return with(new Holder(token, acquire.mode(), now, acquire.leaseNanos()), assumed, token);
  }

  /** A grant that nobody was told of, when it can have been. */
  LockState assumed(int number, Call.Acquire acquire, long time) {
    Set<Integer> more = new HashSet<>(assumed);
    more.add(number);
    Holder holder = new Holder(-1 - number, acquire.mode(), time, acquire.leaseNanos());
    return notBefore(time).with(holder, more, lastToken);
  }

  LockState renewed(Holder holder, long leaseNanos) {
    return without(holder)
        .with(new Holder(holder.key(), holder.mode(), now, leaseNanos), assumed, lastToken);
  }

  private LockState with(Holder holder, Set<Integer> nowAssumed, long token) {
    List<Holder> sorted =
        Stream.concat(holders.stream(), Stream.of(holder))
            .sorted(Comparator.comparingLong(Holder::key))
            .toList();
    return new LockState(now, token, writerUntil, anyUntil, sorted, nowAssumed)
        .heldUntil(holder.mode(), holder.leasedAt());
  }

  LockState without(Holder holder) {
    List<Holder> rest = new ArrayList<>(holders);
    rest.remove(holder);
    return new LockState(now, lastToken, writerUntil, anyUntil, rest, assumed);
  }

  /** Whether whatever can follow the other can follow this, which has the same holders. */
  boolean isAtLeastAsFreeAs(LockState other) {
    return now <= other.now
        && writerUntil <= other.writerUntil
        && anyUntil <= other.anyUntil
        && other.assumed.containsAll(assumed)
        && leasesEndNoLaterThan(other);
  }

  private boolean leasesEndNoLaterThan(LockState other) {
    for (int i = 0; i < holders.size(); i++) {
      Holder mine = holders.get(i);
      Holder theirs = other.holders.get(i);
      if (mine.leasedAt() > theirs.leasedAt() || mine.leaseEnd() > theirs.leaseEnd()) {
        return false;
      }
    }
    return true;
  }
}
