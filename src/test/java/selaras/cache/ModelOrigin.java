package selaras.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import selaras.store.Fence;

/**
 * What the origin has to do, in the plainest form: the model beside which the simulation puts the
 * nodes. Not thread-safe.
 */
final class ModelOrigin {
  enum Kind {
    CHANGED,
    WRITTEN,
    READ
  }

  /**
   * @param before the number of the change before; 0 for messages that have none, as the next
   * @param sequence of the change
   */
  record Message(Kind kind, String key, String sender, long before, long sequence) {}

  private static final class Entry {
    String value;
    long version;
    long expiresAtMillis = Long.MAX_VALUE;
    final Map<String, Long> holders = new TreeMap<>();
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<String, Long> tokens = new HashMap<>();
  private final Partitions partitions;
  private final long[] sequences;
  private final LongSupplier millis;
  private final Consumer<Message> publish;

  ModelOrigin(Partitions partitions, LongSupplier millis, Consumer<Message> publish) {
    this.partitions = partitions;
    this.sequences = new long[partitions.count()];
    this.millis = millis;
    this.publish = publish;
  }

  Origin.Loaded read(String node, String key, long ticket) {
    Entry entry = live(key);
    long sequence = sequences[partitions.of(key)];
    if (entry == null) {
      return Origin.Loaded.absent(sequence);
    }
    Mesi state = Mesi.I;
    if (ticket != Origin.NO_COPY) {
      entry.holders.put(node, ticket);
      state = entry.holders.size() > 1 ? Mesi.S : Mesi.E;
      if (entry.holders.size() == 2) {
        publish.accept(new Message(Kind.READ, key, node, 0, 0));
      }
    }
    long remaining =
        entry.expiresAtMillis == Long.MAX_VALUE ? -1 : entry.expiresAtMillis - millis.getAsLong();
    return new Origin.Loaded(entry.value, entry.version, remaining, state, sequence);
  }

  OptionalLong show(Fence fence) {
    long newest = tokens.merge(fence.resource(), fence.token(), Math::max);
    return newest > fence.token() ? OptionalLong.of(newest) : OptionalLong.empty();
  }

  Origin.Answer<WriteOutcome> write(String node, Put put, long ticket) {
    if (put.fence().isPresent()) {
      Fence fence = put.fence().get();
      OptionalLong newest = show(fence);
      if (newest.isPresent()) {
        var stale = new WriteOutcome.StaleFence(fence, newest.getAsLong());
        return new Origin.Answer<>(stale, false, false, 0);
      }
    }
    Entry entry = live(put.key());
    long current = entry == null ? 0 : entry.version;
    if (put.ifVersion().isPresent() && put.ifVersion().getAsLong() != current) {
      return new Origin.Answer<>(new WriteOutcome.VersionConflict(current), false, false, 0);
    }
    boolean existed = entry != null;
    Entry next = new Entry();
    next.value = put.value();
    next.version = versions.merge(put.key(), 1L, Long::sum);
    if (put.ttlMillis().isPresent()) {
      next.expiresAtMillis = millis.getAsLong() + put.ttlMillis().getAsLong();
    }
    boolean keeps = ticket != Origin.NO_COPY;
    if (keeps) {
      next.holders.put(node, ticket);
    }
    entries.put(put.key(), next);
    long sequence = changed(put.key(), node, existed);
    var written = new WriteOutcome.Written(next.version, keeps ? Mesi.M : Mesi.I);
    return new Origin.Answer<>(written, false, existed, sequence);
  }

  Origin.Answer<DeleteOutcome> delete(String node, Delete delete) {
    if (delete.fence().isPresent()) {
      Fence fence = delete.fence().get();
      OptionalLong newest = show(fence);
      if (newest.isPresent()) {
        var stale = new DeleteOutcome.StaleFence(fence, newest.getAsLong());
        return new Origin.Answer<>(stale, false, false, 0);
      }
    }
    String key = delete.key();
    if (live(key) == null) {
      return new Origin.Answer<>(
          new DeleteOutcome.Absent(), false, false, sequences[partitions.of(key)]);
    }
    entries.remove(key);
    long sequence = changed(key, node, true);
    long version = versions.merge(key, 1L, Long::sum);
    return new Origin.Answer<>(new DeleteOutcome.Deleted(version), false, true, sequence);
  }

  private long changed(String key, String sender, boolean existed) {
    int partition = partitions.of(key);
    long before = sequences[partition];
    long sequence = Math.max(before + 1, millis.getAsLong());
    sequences[partition] = sequence;
    publish.accept(new Message(Kind.CHANGED, key, sender, before, sequence));
    if (existed) {
      publish.accept(new Message(Kind.WRITTEN, key, sender, 0, 0));
    }
    return sequence;
  }

  /** The number of the last change of each partition. */
  long[] sequences() {
    return sequences.clone();
  }

  void leave(String node, String key, long ticket) {
    Entry entry = live(key);
    if (entry != null) {
      entry.holders.remove(node, ticket);
    }
  }

  /** The version of a key; 0 when it is absent. */
  long version(String key) {
    Entry entry = live(key);
    return entry == null ? 0 : entry.version;
  }

  String value(String key) {
    Entry entry = live(key);
    return entry == null ? null : entry.value;
  }

  private Entry live(String key) {
    Entry entry = entries.get(key);
    if (entry != null && entry.expiresAtMillis <= millis.getAsLong()) {
      entries.remove(key);
      return null;
    }
    return entry;
  }
}
