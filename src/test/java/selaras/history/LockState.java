package selaras.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
    long now, long lastToken, long writerUntil, long anyUntil, List<Holder> holders, BitSet assumed)
    implements State<LockState> {
  static final LockState FREE =
      new LockState(Long.MIN_VALUE, 0, Long.MIN_VALUE, Long.MIN_VALUE, List.of(), new BitSet());

  Optional<Holder> holder(long key) {
    return holders.stream().filter(holder -> holder.key() == key).findFirst();
  }

  /** Who holds the lock. */
  @Override
  public List<Long> kind() {
    return holders.stream().map(Holder::key).toList();
  }

  @Override
  public int assumptions() {
    return assumed.cardinality();
  }

  LockState notBefore(long time) {
    return new LockState(Math.max(now, time), lastToken, writerUntil, anyUntil, holders, assumed);
  }

  /** The earliest time from which nobody is known to be in the way of that mode. */
  long openSince(Mode mode) {
    return mode == Mode.EXCLUSIVE ? anyUntil : writerUntil;
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

  /** A grant that nobody was told of, asked for at that time, as early as it can have been. */
  LockState assumed(int number, Call.Acquire acquire, long asked) {
    BitSet more = (BitSet) assumed.clone();
    more.set(number);
    long time = Math.max(asked, openSince(acquire.mode()));
    long key = -1 - acquire.mode().ordinal();
    Holder holder = new Holder(key, acquire.mode(), time, acquire.leaseNanos());
    return notBefore(time).with(holder, more, lastToken);
  }

  LockState with(BitSet otherAssumed) {
    return new LockState(now, lastToken, writerUntil, anyUntil, holders, otherAssumed);
  }

  LockState renewed(Holder holder, long leaseNanos) {
    return without(holder)
        .with(new Holder(holder.key(), holder.mode(), now, leaseNanos), assumed, lastToken);
  }

  private LockState with(Holder holder, BitSet nowAssumed, long token) {
    List<Holder> sorted =
        Stream.concat(holders.stream(), Stream.of(holder))
            .sorted(Comparator.comparingLong(Holder::key).thenComparingLong(Holder::leaseEnd))
            .toList();
    return new LockState(now, token, writerUntil, anyUntil, sorted, nowAssumed)
        .heldUntil(holder.mode(), holder.leasedAt());
  }

  LockState without(Holder holder) {
    List<Holder> rest = new ArrayList<>(holders);
    rest.remove(holder);
    return new LockState(now, lastToken, writerUntil, anyUntil, rest, assumed);
  }

  @Override
  public boolean isAtLeastAsFreeAs(LockState other) {
    return now <= other.now
        && writerUntil <= other.writerUntil
        && anyUntil <= other.anyUntil
        && isSubset(assumed, other.assumed)
        && leasesEndNoLaterThan(other);
  }

  private static boolean isSubset(BitSet some, BitSet all) {
    BitSet rest = (BitSet) some.clone();
    rest.andNot(all);
    return rest.isEmpty();
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
