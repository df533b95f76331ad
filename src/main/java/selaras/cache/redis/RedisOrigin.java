package selaras.cache.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.cache.Delete;
import selaras.cache.DeleteOutcome;
import selaras.cache.Origin;
import selaras.cache.Put;
import selaras.cache.WriteOutcome;
import selaras.cluster.NodeId;
import selaras.store.Fence;
import selaras.store.StoreUnavailableException;
import selaras.store.redis.Fences;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;
import selaras.store.redis.RememberedAnswers;
import selaras.store.redis.ScriptCall;

/**
 * The source of truth and the directory in Redis: one script per verb, which also publishes.
 * Redis's clock is the only one of the time to live.
 *
 * <p>Thread-safe; as bounded and as failing as {@link RedisStore}.
 */
public final class RedisOrigin implements Origin, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RedisOrigin.class.getName());
  private static final String CHANGE = "cache/change";
  private static final LuaScript ASK = LuaScript.load("cache/ask");
  private static final LuaScript READ = LuaScript.load("cache/read");
  private static final LuaScript SHOW = LuaScript.load(Fences.CHECK, "store/show");
  private static final LuaScript WRITE = LuaScript.load(Fences.CHECK, CHANGE, "cache/write");
  private static final LuaScript DELETE = LuaScript.load(Fences.CHECK, CHANGE, "cache/delete");

  private final String self;
  private final RedisStore store;
  private final ChannelSettings settings;
  private final Fences fences;
  private final Departures departures;

  public RedisOrigin(NodeId self, RedisStore store, ChannelSettings settings, Fences fences) {
    this.self = self.value();
    this.store = store;
    this.settings = settings;
    this.fences = fences;
    this.departures = new Departures(self, store);
  }

  @Override
  public List<CompletableFuture<Loaded>> read(List<Reading> readings) {
    return store.begin(READ, readings.stream().map(this::call).toList()).stream()
        .map(reply -> reply.thenApply(loaded -> Replies.read((List<?>) loaded)))
        .toList();
  }

  private ScriptCall call(Reading reading) {
    return new ScriptCall(
        keys(reading.key()).forReading(),
        List.of(reading.key(), self, holder(reading.ticket()), settings.shared()));
  }

  @Override
  public CompletableFuture<OptionalLong> show(String key, Fence fence) {
    return begin(SHOW, List.of(keys(key).entry()), List.of(), Optional.of(fence))
        .thenApply(reply -> Replies.newest((String) reply));
  }

  @Override
  public CompletableFuture<Answer<WriteOutcome>> write(Put put, long ticket) {
    List<String> args = new ArrayList<>();
    args.add(put.key());
    args.add(self);
    args.add(holder(ticket));
    args.add(settings.changes());
    args.add(settings.invalidations());
    args.add(put.value());
    args.add(text(put.ttlMillis()));
    args.add(text(put.ifVersion()));
    args.add(answerMemory(put.requestId()));
    var keys = keys(put.key()).forWriting("put", put.requestId());
    return begin(WRITE, keys, args, put.fence())
        .thenApply(reply -> Replies.write((List<?>) reply, put.fence()));
  }

  @Override
  public CompletableFuture<Answer<DeleteOutcome>> delete(Delete delete) {
    List<String> args =
        List.of(
            delete.key(),
            self,
            settings.changes(),
            settings.invalidations(),
            answerMemory(delete.requestId()));
    var keys = keys(delete.key()).forWriting("delete", delete.requestId());
    return begin(DELETE, keys, args, delete.fence())
        .thenApply(reply -> Replies.delete((List<?>) reply, delete.fence()));
  }

  @Override
  public CompletableFuture<Collection<String>> ask(int partition, long sequence) {
    List<String> args = List.of(settings.questions(), Message.of(partition, sequence, self));
    return store
        .begin(ASK, new ScriptCall(List.of(EntryKeys.NODES), args))
        .thenApply(nodes -> others((List<?>) nodes));
  }

  private List<String> others(List<?> nodes) {
    return nodes.stream().map(String.class::cast).filter(node -> !node.equals(self)).toList();
  }

  @Override
  public void leave(String key, long ticket) {
    departures.add(keys(key), ticket);
  }

  /**
   * Lets strict writers know that this node, which serves nothing any more, need not be awaited.
   */
  @Override
  public void close() {
    departures.close();
    try {
      store.call(client -> client.zrem(EntryKeys.NODES, self));
    } catch (StoreUnavailableException e) {
      LOG.log(Level.FINE, "strict writers may wait for this node for a while", e);
    }
  }

  private EntryKeys keys(String key) {
    return new EntryKeys(settings.partitions().of(key), key);
  }

  private CompletableFuture<Object> begin(
      LuaScript script, List<String> keys, List<String> args, Optional<Fence> fence) {
    return fences.call(keys, args, fence).thenCompose(call -> store.begin(script, call));
  }

  private String answerMemory(Optional<String> requestId) {
    return RememberedAnswers.millis(requestId, settings.answerMemory());
  }

  private static String holder(long ticket) {
    return ticket == NO_COPY ? "" : Long.toString(ticket);
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }
}
