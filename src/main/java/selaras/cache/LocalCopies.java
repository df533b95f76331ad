package selaras.cache;

import java.util.EnumMap;
import java.util.HashMap;
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
 * #settled} and {@link #ended}. Thread-safe; time comes from the given clock.
 */
class LocalCopies implements Invalidations {
  private final String self;
  private final CacheSettings settings;
  private final Origin origin;
  private final LongSupplier nanos;
  private final Counters counters = new Counters();
  private final LruCache<String, Copy> copies;
  private final LruCache<String, Boolean> invalid;
  private final Stripes stripes;
  private final Sequences sequences;
  private final Proof proof;
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final AtomicLong lastTicket = new AtomicLong();

  /** What was heard last as a change; its invalidation, which follows, says nothing more. */
  private String lastChange = "";

  LocalCopies(NodeId self, CacheSettings settings, Origin origin, LongSupplier nanos) {
    this.self = self.value();
    this.settings = settings;
    this.origin = origin;
    this.nanos = nanos;
    this.copies = new LruCache<>(settings.capacity());
    this.invalid = new LruCache<>(settings.capacity());
    this.stripes = new Stripes(settings.partitions());
    this.sequences = new Sequences(settings.partitions());
    this.proof = new Proof(settings, nanos);
  }

  /** The copy, when there is one that may be served; else null. */
  Copy get(String key) {
    long now = nanos.getAsLong();
    // the proof before the copy: a renewed proof has dropped what it found to be old
    if (!proof.holdsAt(now)) {
      return null;
    }
    Copy copy = copies.get(key);
    if (copy == null || !copy.isExpired(now)) {
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
          long number = lastTicket.incrementAndGet();
          var ticket = new Ticket(key, number, nanos.getAsLong(), proof.isConnected());
          stripes.enter(ticket);
          return ticket;
        });
  }

  /** Whether the answer to a call that is under way may be given to those who ask only now. */
  boolean vouchesFor(Ticket ticket) {
    long now = nanos.getAsLong();
    // the proof first, as for a hit: its renewal has marked what it found to be old
    return proof.holdsAt(now)
        // nothing is heard of a value that expired
        && now - ticket.startedAtNanos <= settings.maxSilence().toNanos()
        && ticket.isCurrent()
        && ticket.holder() != Origin.NO_COPY;
  }

  /**
   * A read was answered: keeps what it brought unless something heard meanwhile forbids.
   *
   * @return the state of the copy; I when it is not kept
   */
  Mesi loaded(Ticket ticket, Origin.Loaded loaded) {
    return stripes.with(
        ticket.key, () -> loaded.isAbsent() ? absent(ticket, loaded) : found(ticket, loaded));
  }

  private Mesi found(Ticket ticket, Origin.Loaded loaded) {
    told(ticket, loaded.version());
    if (loaded.state() == Mesi.I) {
      return Mesi.I;
    }
    if (!mayKeep(ticket, loaded.version(), loaded.sequence())) {
      return notKept(ticket);
    }
    long expiry = expiry(ticket, loaded.remainingMillis());
    Copy copy =
        ticket.asCopy(loaded.value(), loaded.version(), loaded.state(), expiry, loaded.sequence());
    return keep(ticket.key, mergedWithPresent(ticket.key, copy)).state();
  }

  private Mesi absent(Ticket ticket, Origin.Loaded loaded) {
    foundAbsent(ticket, loaded.sequence());
    if (!settings.absentAge().isZero() && ticket.mayKeepAbsence(loaded.sequence())) {
      long expiry = ticket.startedAtNanos + settings.absentAge().toNanos();
      keep(ticket.key, Copy.ofAbsence(expiry, loaded.sequence()));
    }
    return Mesi.I;
  }

  /**
   * A write or deletion was answered with a version of the key, its own or another.
   *
   * @param sequence the number of the change
   * @param written what this node wrote and is the holder of; empty when it wrote nothing now
   */
  void settled(Ticket ticket, long version, long sequence, Optional<Put> written) {
    stripes.with(
        ticket.key,
        () -> {
          told(ticket, version);
          if (written.isEmpty()) {
            return Mesi.I;
          }
          if (!mayKeep(ticket, version, sequence)) {
            return notKept(ticket);
          }
          Put put = written.get();
          long expiry = expiry(ticket, put.ttlMillis().orElse(-1));
          return keep(ticket.key, ticket.asCopy(put.value(), version, Mesi.M, expiry, sequence))
              .state();
        });
  }

  /**
   * A deletion found the key absent: what this node knows of it from before is old. Absence is not
   * kept, since the answer may be one that the origin remembered.
   *
   * @param sequence the number of the last change that this takes in
   */
  void endedAbsent(Ticket ticket, long sequence) {
    stripes.with(
        ticket.key,
        () -> {
          foundAbsent(ticket, sequence);
          return null;
        });
  }

  private void foundAbsent(Ticket ticket, long sequence) {
    stripes.strike(ticket);
    changed(ticket.key, sequence);
  }

  /** The call brought nothing, or nobody knows what. */
  void ended(Ticket ticket) {
    stripes.with(
        ticket.key,
        () -> {
          stripes.strike(ticket);
          return null;
        });
  }

  @Override
  public void confirmed(long atNanos, long[] made) {
    Map<Integer, Long> missed = new HashMap<>();
    for (int partition = 0; partition < made.length; partition++) {
      if (made[partition] > sequences.last(partition)) {
        missed.put(partition, made[partition]);
      }
    }
    catchUp(missed);
    // nothing that is old is left
    proof.renew(atNanos);
  }

  @Override
  public void disconnected() {
    // in this order: no new ticket may keep, then none of the old ones, then no copy is left
    proof.end();
    stripes.forEach(Ticket::invalidate);
    copies.clear().forEach(this::left);
    invalid.clear();
    sequences.reset();
  }

  @Override
  public void changed(Change change) {
    int partition = settings.partitions().of(change.key());
    long last = sequences.last(partition);
    if (change.before() >= last && change.sequence() > last) {
      catchUp(partition, change.before());
    } else {
      // it came twice or late, or the origin has taken back what was heard of
      repair(Map.of(partition, Long.MAX_VALUE));
    }
    sequences.raise(partition, change.sequence());
    stripes.with(
        change.key(),
        () -> {
          changed(change.key(), change.sequence());
          return null;
        });
    lastChange = change.key() + '|' + change.sender();
  }

  @Override
  public void written(String key, String sender) {
    boolean known = (key + '|' + sender).equals(lastChange);
    lastChange = "";
    if (sender.equals(self)) {
      return;
    }
    counters.invalidationsReceived.increment();
    if (!known) {
      stripes.with(
          key,
          () -> {
            stripes.of(key).forEach(Ticket::invalidate);
            changed(key, Long.MAX_VALUE);
            return null;
          });
    }
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
          copies.update(key, this::shared);
          return null;
        });
  }

  @Override
  public long asked(int partition, long sequence) {
    catchUp(partition, sequence);
    return sequences.last(partition);
  }

  @Override
  public void acknowledged(String node, int partition, long sequence) {
    acknowledgements.acknowledged(node, partition, sequence);
  }

  @Override
  public long[] heard() {
    return sequences.all();
  }

  Counters counters() {
    return counters;
  }

  Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  Proof proof() {
    return proof;
  }

  List<Map.Entry<String, Copy>> copies() {
    return copies.entries();
  }

  int size() {
    return copies.size();
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
    copies.entries().forEach(entry -> states.merge(entry.getValue().state(), 1L, Long::sum));
    states.put(Mesi.I, (long) invalid.size());
    return states;
  }

  private void catchUp(int partition, long sequence) {
    if (sequence > sequences.last(partition)) {
      catchUp(Map.of(partition, sequence));
    }
  }

  /** Changes up to these have been made; those that were not heard of are not going to be. */
  private void catchUp(Map<Integer, Long> missed) {
    repair(missed);
    missed.forEach(sequences::raise);
  }

  /**
   * What does not take in these changes may be old. All partitions in one go: it looks at every
   * copy.
   */
  private void repair(Map<Integer, Long> missed) {
    if (missed.isEmpty() || !proof.isConnected()) {
      // without a connection nothing is kept, and what was begun will not be
      return;
    }
    missed.forEach(
        (partition, sequence) -> stripes.forEach(partition, ticket -> ticket.hear(sequence)));
    var dropped = copies.removeIf((key, copy) -> copy.sequence() < needed(missed, key));
    dropped.forEach(this::left);
    counters.repairs.add(missed.size());
    counters.repairDrops.add(dropped.size());
  }

  private long needed(Map<Integer, Long> missed, String key) {
    return missed.getOrDefault(settings.partitions().of(key), 0L);
  }

  /** The key was changed: what does not take that in is old. Under the lock of its stripe. */
  private void changed(String key, long sequence) {
    stripes.of(key).forEach(ticket -> ticket.hear(sequence));
    Copy copy = copies.peek(key);
    if (copy != null && copy.sequence() < sequence) {
      copies.remove(key);
      gone(copy);
      invalid.put(key, Boolean.TRUE);
    }
  }

  /** The origin has told a version: older copies go, older answers under way will not be kept. */
  private void told(Ticket ticket, long version) {
    stripes.strike(ticket);
    stripes.of(ticket.key).forEach(other -> other.raise(version));
    copies.update(ticket.key, copy -> copy.version() < version ? gone(copy) : copy);
  }

  /**
   * What another call of this node was told already, but is not here any more, may be in no
   * directory: when that copy was evicted it was struck, this one with it.
   */
  private boolean mayKeep(Ticket ticket, long version, long sequence) {
    boolean isGoneAgain = ticket.wasTold(version) && copies.peek(ticket.key) == null;
    return ticket.mayKeep(version, sequence) && !isGoneAgain;
  }

  private Mesi notKept(Ticket ticket) {
    counters.notKept.increment();
    leaveUnlessHeld(ticket);
    return Mesi.I;
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
        loaded.value(),
        loaded.version(),
        state,
        loaded.expiresAtNanos(),
        loaded.sequence(),
        loaded.ticket());
  }

  private Copy keep(String key, Copy copy) {
    invalid.remove(key);
    Copy before = copies.peek(key);
    counters.transitions.count(before == null ? Mesi.I : before.state(), copy.state());
    copies
        .put(key, copy)
        .ifPresent(
            evicted -> {
              counters.evictions.increment();
              left(evicted);
            });
    return copy;
  }

  private Copy shared(Copy copy) {
    Copy shared = copy.on(Mesi.Event.OTHER_READ);
    counters.transitions.count(copy.state(), shared.state());
    return shared;
  }

  /** Removes the copy unless another has taken its place. */
  private void dropIf(String key, Copy expired) {
    copies.update(key, copy -> copy == expired ? gone(copy) : copy);
  }

  private Copy gone(Copy copy) {
    counters.transitions.count(copy.state(), Mesi.I);
    return null;
  }

  /** A copy is gone that nobody but this node knows to be gone. */
  private void left(Map.Entry<String, Copy> entry) {
    gone(entry.getValue());
    if (entry.getValue().ticket() != Origin.NO_COPY) {
      origin.leave(entry.getKey(), entry.getValue().ticket());
    }
  }

  /** A copy that replaced it, or will, may stand in the directory under this very ticket. */
  private void leaveUnlessHeld(Ticket ticket) {
    if (copies.peek(ticket.key) == null && stripes.of(ticket.key).isEmpty()) {
      origin.leave(ticket.key, ticket.number);
    }
  }
}
