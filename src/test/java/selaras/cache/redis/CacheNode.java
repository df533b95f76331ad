package selaras.cache.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import selaras.answers.Completions;
import selaras.answers.Pending;
import selaras.cache.CacheSettings;
import selaras.cache.CoherentCache;
import selaras.cache.Delete;
import selaras.cache.DeleteOutcome;
import selaras.cache.Mesi;
import selaras.cache.Partitions;
import selaras.cache.Put;
import selaras.cache.ReadOutcome;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.cache.WriteOutcome;
import selaras.cache.WriteOutcome.Written;
import selaras.cluster.NodeId;
import selaras.store.Fence;
import selaras.store.redis.Fences;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;
import selaras.store.redis.Subscription;
import selaras.testing.Eventually;
import selaras.testing.RealRedis;

/** The cache of one node on a real Redis, as the server would put it together. */
final class CacheNode implements AutoCloseable {
  static final String CHANNEL = "cache:invalidate";
  static final Duration FENCE_MEMORY = Duration.ofHours(1);
  static final Duration SILENCE = Duration.ofMillis(1000);
  private static final int CAPACITY = 10;
  private static final Partitions PARTITIONS = new Partitions(128);

  final CoherentCache cache;
  final RedisStore store;
  private final Completions answers = new Completions("redis-answers");
  private final RedisOrigin origin;
  private final CacheMessages messages;
  private final Subscription subscription;

  CacheNode(String name, RealRedis redis) {
    var self = new NodeId(name);
    var silence = SILENCE;
    var settings =
        new CacheSettings(CAPACITY, PARTITIONS, Duration.ofMinutes(5), Duration.ZERO, silence);
    var channels =
        new ChannelSettings(
            PARTITIONS,
            CHANNEL,
            "cache:changes",
            "cache:shared",
            "cache:questions",
            Duration.ofMillis(100),
            silence,
            Duration.ofMillis(200),
            Duration.ofMinutes(5));
    this.store =
        new RedisStore(new RedisSettings(redis.uri(), Duration.ofMillis(500), 16), answers);
    this.origin = new RedisOrigin(self, store, channels, new Fences(FENCE_MEMORY));
    this.cache = new CoherentCache(self, settings, origin, System::nanoTime, answers);
    this.messages = new CacheMessages(self, store, channels, cache.invalidations());
    this.subscription =
        new Subscription(
            name, store, channels.subscription(), messages.channels(), messages, System::nanoTime);
    subscription.start();
    awaitConnected();
  }

  /** The Redis key of an entry. */
  static String entry(String key) {
    return new EntryKeys(PARTITIONS.of(key), key).entry();
  }

  /** The Redis key of the partition of an entry. */
  static String partition(String key) {
    return EntryKeys.partition(PARTITIONS.of(key));
  }

  void awaitConnected() {
    Eventually.holds("the node hears the others", () -> cache.stats().connected());
  }

  Written put(String key, String value) {
    return (Written) put(Put.of(key, value));
  }

  WriteOutcome put(Put put) {
    return Pending.await(cache.put(put));
  }

  DeleteOutcome delete(Delete delete) {
    return Pending.await(cache.delete(delete));
  }

  Written putFor(String key, String value, long ttlMillis) {
    return (Written)
        put(
            new Put(
                key,
                value,
                OptionalLong.of(ttlMillis),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  WriteOutcome putIf(String key, String value, long version) {
    return put(
        new Put(
            key,
            value,
            OptionalLong.empty(),
            OptionalLong.of(version),
            Optional.empty(),
            Optional.empty()));
  }

  WriteOutcome putOnce(String key, String value, String requestId) {
    return put(
        new Put(
            key,
            value,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.of(requestId),
            Optional.empty()));
  }

  WriteOutcome putUnder(Fence fence, String key, String value, Optional<String> requestId) {
    return put(
        new Put(
            key, value, OptionalLong.empty(), OptionalLong.empty(), requestId, Optional.of(fence)));
  }

  ReadOutcome get(String key) {
    return cache.get(key).join();
  }

  /** Waits until a read of the key finds a copy in the state. */
  void awaitHit(String key, Mesi state) {
    Eventually.holds(
        key + " is held in " + state,
        () ->
            get(key) instanceof Found found
                && found.source() == Source.CACHE
                && found.state() == state);
  }

  /** Waits until a number of keys lost their copy to a message. */
  void awaitInvalid(long count) {
    Eventually.holds(count + " keys in I", () -> cache.stats().states().get(Mesi.I) == count);
  }

  @Override
  public void close() {
    subscription.close();
    messages.close();
    origin.close();
    store.close();
    answers.close();
  }
}
