package selaras.cache.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import selaras.cache.DeleteOutcome;
import selaras.cache.Mesi;
import selaras.cache.Origin;
import selaras.cache.Put;
import selaras.cache.WriteOutcome;
import selaras.cluster.NodeId;
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
  private static final LuaScript WRITE = LuaScript.load("cache/write");
  private static final LuaScript DELETE = LuaScript.load("cache/delete");

  private final String self;
  private final RedisStore store;
  private final ChannelSettings settings;
  private final Departures departures;

  public RedisOrigin(NodeId self, RedisStore store, ChannelSettings settings) {
    this.self = self.value();
    this.store = store;
    this.settings = settings;
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
    args.add(Long.toString(settings.answerMemory().toMillis()));
    var keys = new EntryKeys(put.key()).forWriting("put", put.requestId());
    List<?> reply = (List<?>) store.run(WRITE, keys, args);
    long version = (Long) reply.get(3);
    return answer(
        reply,
        "written".equals(reply.get(2))
            ? new WriteOutcome.Written(version, Mesi.valueOf((String) reply.get(4)))
            : new WriteOutcome.VersionConflict(version));
  }

  @Override
  public Answer<DeleteOutcome> delete(String key, Optional<String> requestId) {
    List<String> args =
        List.of(
            key,
            self,
            settings.invalidations(),
            Long.toString(settings.versionMemory().toMillis()),
            Long.toString(settings.answerMemory().toMillis()));
    var keys = new EntryKeys(key).forWriting("delete", requestId);
    List<?> reply = (List<?>) store.run(DELETE, keys, args);
    return answer(
        reply,
        "deleted".equals(reply.get(2))
            ? new DeleteOutcome.Deleted((Long) reply.get(3))
            : new DeleteOutcome.Absent());
  }

  @Override
  public void leave(String key, long ticket) {
    departures.add(key, ticket);
  }

  @Override
  public void close() {
    departures.close();
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
