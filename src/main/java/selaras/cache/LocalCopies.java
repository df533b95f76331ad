package selaras.cache;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import selaras.cluster.NodeId;

/**
 * One node's side of the protocol that the package page describes: its copies, its calls in flight
 * and what it hears. It never calls out except for {@link Origin#leave} and never waits, so a test
 * can drive it one step at a time.
 *
 * <p>A call to the origin is made between {@link #begin} and exactly one of {@link #loaded}, {@link
 * #settled}, {@link #ended} and {@link #uncertain}. Thread-safe; time comes from the given clock.
 */
final class LocalCopies implements Invalidations {
  /** How long a write without an answer may still be carried out, in nanoseconds. */
  private static final long UNCERTAIN_NANOS = 60_000_000_000L;

  private static final int UNCERTAIN_KEYS = 1024;

  private final String self;
  private final CacheSettings settings;
  private final Origin origin;
  private final LongSupplier nanos;
  private final Counters counters;
  private final LruCache<String, Copy> copies;
  private final LruCache<String, Boolean> invalid;
  private final LruCache<String, Long> uncertainUntil = new LruCache<>(UNCERTAIN_KEYS);
  private final Stripes stripes = new Stripes();
  private final AtomicLong lastTicket = new AtomicLong();
  private volatile boolean connected;
  private volatile long confirmedAtNanos;

  LocalCopies(
      NodeId self, CacheSettings settings, Origin origin, LongSupplier nanos, Counters counters) {
    this.self = self.value();
    this.settings = settings;
    this.origin = origin;
    this.nanos = nanos;
    this.counters = counters;
    this.copies = new LruCache<>(settings.capacity());
    this.invalid = new LruCache<>(settings.capacity());
  }

  /** The copy, when there is one that may be served; else null. */
  Copy get(String key) {
    if (!isTrusted()) {
      return null;
    }
    Copy copy = copies.get(key);
    if (copy == null || !copy.isExpired(nanos.getAsLong())) {
      return copy;
    }
    dropIf(key, copy);
    return null;
  }

  /** To be called before anything about the key is sent to the origin. */
  Ticket begin(String key) {
    return stripes.with(
        key,
        () -> {
          var ticket = new Ticket(key, lastTicket.incrementAndGet(), nanos.getAsLong(), connected);
          stripes.enter(ticket);
          return ticket;
        });
  }

  /**
   * A read brought a value: keeps it unless something heard meanwhile forbids.
   *
   * @return the state of the copy; I when it is not kept
   */
  Mesi loaded(Ticket ticket, Origin.Loaded loaded) {
    return stripes.with(
        ticket.key,
        () -> {
          stripes.strike(ticket);
          if (loaded.state() == Mesi.I) {
            return Mesi.I;
          }
          if (!ticket.mayKeep(loaded.version())) {
            counters.notKept.increment();
            leaveUnlessHeld(ticket);
            return Mesi.I;
          }
          long expiry = expiry(ticket, loaded.remainingMillis());
          Copy copy = ticket.asCopy(loaded.value(), loaded.version(), loaded.state(), expiry);
          return keep(ticket.key, mergedWithPresent(ticket.key, copy)).state();
        });
  }

  /**
   * The origin has told a version of the key: that of this node's write, or another. Older copies
   * go, older answers under way will not be kept.
   *
   * @param written what this node wrote and is the holder of; empty when it wrote nothing now
   */
  void settled(Ticket ticket, long version, Optional<Put> written) {
    stripes.with(
        ticket.key,
        () -> {
          stripes.strike(ticket);
          stripes.of(ticket.key).forEach(other -> other.raise(version));
          if (written.isPresent() && ticket.mayKeep(version)) {
            Put put = written.get();
            long expiry = expiry(ticket, put.ttlMillis().orElse(-1));
            return keep(ticket.key, ticket.asCopy(put.value(), version, Mesi.M, expiry));
          }
          copies.update(ticket.key, copy -> copy.version() < version ? null : copy);
          if (written.isPresent()) {
            counters.notKept.increment();
            leaveUnlessHeld(ticket);
          }
          return null;
        });
  }

  /** The call brought nothing to keep and changed nothing. */
  void ended(Ticket ticket) {
    stripes.with(
        ticket.key,
        () -> {
          stripes.strike(ticket);
          return null;
        });
  }

  /** A write has no answer: it may have been carried out, or may be yet. */
  void uncertain(Ticket ticket) {
    stripes.with(
        ticket.key,
        () -> {
          stripes.strike(ticket);
          uncertainUntil.put(ticket.key, nanos.getAsLong() + UNCERTAIN_NANOS);
          invalidate(ticket.key);
          return null;
        });
  }

  @Override
  public void connected(long atNanos) {
    confirmedAtNanos = atNanos;
    connected = true;
  }

  @Override
  public void confirmed(long atNanos) {
    confirmedAtNanos = atNanos;
  }

  @Override
  public void disconnected() {
    // in this order: no new ticket may keep, then none of the old ones, then no copy is left
    connected = false;
    stripes.forEach(Ticket::invalidate);
    copies.clear().forEach(entry -> origin.leave(entry.getKey(), entry.getValue().ticket()));
    invalid.clear();
  }

  @Override
  public void written(String key, String sender) {
    if (sender.equals(self) && !isUncertain(key)) {
      return;
    }
    if (!sender.equals(self)) {
      counters.invalidationsReceived.increment();
    }
    stripes.with(
        key,
        () -> {
          invalidate(key);
          return null;
        });
  }

  @Override
  public void read(String key, String reader) {
    if (reader.equals(self)) {
      return;
    }
    stripes.with(
        key,
        () -> {
          stripes.of(key).forEach(Ticket::share);
          copies.update(key, copy -> copy.on(Mesi.Event.OTHER_READ));
          return null;
        });
  }

  /** Whether copies may be served: messages arrive, and were proven complete not long ago. */
  private boolean isTrusted() {
    return connected && nanos.getAsLong() - confirmedAtNanos <= settings.maxSilence().toNanos();
  }

  boolean isConnected() {
    return connected;
  }

  /** Since the last proof that no message is missing. */
  Duration silence() {
    return Duration.ofNanos(nanos.getAsLong() - confirmedAtNanos);
  }

  List<Copy> copies() {
    return copies.values();
  }

  /** The copy without counting as a use; null when there is none. */
  Copy peek(String key) {
    return copies.peek(key);
  }

  Map<Mesi, Long> states() {
    Map<Mesi, Long> states = new EnumMap<>(Mesi.class);
    for (Mesi state : Mesi.values()) {
      states.put(state, 0L);
    }
    copies.values().forEach(copy -> states.merge(copy.state(), 1L, Long::sum));
    states.put(Mesi.I, (long) invalid.size());
    return states;
  }

  private boolean isUncertain(String key) {
    Long until = uncertainUntil.peek(key);
    return until != null && nanos.getAsLong() - until < 0;
  }

  private long expiry(Ticket ticket, long remainingMillis) {
    // counted from before the call was sent, less the millisecond that the origin's clock may have
    // been into: never later than the origin's
    long age = settings.maxAge().toMillis();
    long millis = remainingMillis < 0 ? age : Math.min(age, remainingMillis);
    return ticket.startedAtNanos + (millis - 1) * 1_000_000;
  }

  /** A read that finds its own write's copy in place, as new, keeps what is known about it. */
  private Copy mergedWithPresent(String key, Copy loaded) {
    Copy present = copies.peek(key);
    if (present == null || present.version() != loaded.version()) {
      return loaded;
    }
    boolean alone = loaded.state() == Mesi.E;
    Mesi state = present.state().on(alone ? Mesi.Event.LOAD_ALONE : Mesi.Event.LOAD_SHARED);
    return new Copy(
        loaded.value(), loaded.version(), state, loaded.expiresAtNanos(), loaded.ticket());
  }

  private Copy keep(String key, Copy copy) {
    invalid.remove(key);
    copies
        .put(key, copy)
        .ifPresent(
            evicted -> {
              counters.evictions.increment();
              origin.leave(evicted.getKey(), evicted.getValue().ticket());
            });
    return copy;
  }

  private void invalidate(String key) {
    stripes.of(key).forEach(Ticket::invalidate);
    if (copies.remove(key) != null) {
      invalid.put(key, Boolean.TRUE);
    }
  }

  private void dropIf(String key, Copy expired) {
    copies.update(key, copy -> copy == expired ? null : copy);
  }

  /** A copy that replaced it, or will, may stand in the directory under this very ticket. */
  private void leaveUnlessHeld(Ticket ticket) {
    if (copies.peek(ticket.key) == null && stripes.of(ticket.key).isEmpty()) {
      origin.leave(ticket.key, ticket.number);
    }
  }
}
