package selaras.cache.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import selaras.cache.Delete;
import selaras.cache.DeleteOutcome;
import selaras.cache.Mesi;
import selaras.cache.Origin;
import selaras.cache.Put;
import selaras.cache.WriteOutcome;
import selaras.cluster.NodeId;
import selaras.store.Fence;
import selaras.store.redis.Fences;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;

/**
 * The source of truth and the directory in Redis: one script per verb, which also publishes.
 * Redis's clock is the only one of the time to live.
 *
 * <p>Thread-safe; as bounded and as failing as {@link RedisStore}.
 */
public final class RedisOrigin implements Origin, AutoCloseable {
  private static final LuaScript READ = LuaScript.load("cache/read");
  private static final LuaScript SHOW = LuaScript.load(Fences.CHECK, "store/show");
  private static final LuaScript WRITE = LuaScript.load(Fences.CHECK, "cache/write");
  private static final LuaScript DELETE = LuaScript.load(Fences.CHECK, "cache/delete");

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
  public Optional<Loaded> read(String key, long ticket) {
    List<String> args = List.of(key, self, holder(ticket), settings.shared());
    List<?> reply = (List<?>) store.run(READ, List.of(new EntryKeys(key).entry()), args);
    return reply.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Loaded(
                (String) reply.get(0),
                (Long) reply.get(1),
                (Long) reply.get(2),
                Mesi.valueOf((String) reply.get(3))));
  }

  @Override
  public OptionalLong show(String key, Fence fence) {
    var keys = List.of(new EntryKeys(key).entry());
    String newest = (String) run(SHOW, keys, List.of(), Optional.of(fence));
    return newest == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(newest));
  }

  @Override
  public Answer<WriteOutcome> write(Put put, long ticket) {
    List<String> args = new ArrayList<>();
    args.add(put.key());
    args.add(self);
    args.add(holder(ticket));
    args.add(settings.invalidations());
    args.add(put.value());
    args.add(text(put.ttlMillis()));
    args.add(text(put.ifVersion()));
    args.add(Long.toString(settings.versionMemory().toMillis()));
    args.add(answerMemory(put.requestId()));
    var keys = new EntryKeys(put.key()).forWriting("put", put.requestId());
    List<?> reply = (List<?>) run(WRITE, keys, args, put.fence());
    return answer(reply, Replies.write(reply, put.fence()));
  }

  @Override
  public Answer<DeleteOutcome> delete(Delete delete) {
    List<String> args =
        List.of(
            delete.key(),
            self,
            settings.invalidations(),
            Long.toString(settings.versionMemory().toMillis()),
            answerMemory(delete.requestId()));
    var keys = new EntryKeys(delete.key()).forWriting("delete", delete.requestId());
    List<?> reply = (List<?>) run(DELETE, keys, args, delete.fence());
    return answer(reply, Replies.delete(reply, delete.fence()));
  }

  @Override
  public void leave(String key, long ticket) {
    departures.add(key, ticket);
  }

  @Override
  public void close() {
    departures.close();
  }

  private Object run(
      LuaScript script, List<String> keys, List<String> args, Optional<Fence> fence) {
    return store.run(script, fences.keys(keys, fence), fences.args(args, fence));
  }

  private String answerMemory(Optional<String> requestId) {
    return requestId.isPresent() ? Long.toString(settings.answerMemory().toMillis()) : "";
  }

  private static <T> Answer<T> answer(List<?> reply, T outcome) {
    return new Answer<>(outcome, (Long) reply.get(0) == 1, (Long) reply.get(1) == 1);
  }

  private static String holder(long ticket) {
    return ticket == NO_COPY ? "" : Long.toString(ticket);
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }
}
