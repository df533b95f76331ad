package selaras.lock.redis;

import java.util.ArrayList;
import java.util.List;
import selaras.cluster.NodeId;
import selaras.lock.MirrorStore;
import selaras.lock.ResourceView;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;

/**
 * The mirror as a hash in Redis, one field per resource in use, and a second one with who wrote it.
 *
 * <p>How a loss is noticed: each writing has a number, and the next one is carried out only on top
 * of it. So it does nothing after a FLUSHALL, after a restart from an older file, after a fail-over
 * to a replica that lags, beside another writer, and when it comes late, from a call that was given
 * up long ago.
 *
 * <p>Not thread-safe; as bounded and as failing as {@link RedisStore}.
 */
public final class RedisMirror implements MirrorStore {
  private static final LuaScript CHANGE = LuaScript.load("lock/change");
  private static final LuaScript ADD = LuaScript.load("lock/add");
  private static final LuaScript PUBLISH = LuaScript.load("lock/publish");

  /** What a draft may rest between two pages; one that was given up goes by itself. */
  private static final String DRAFT_MILLIS = "60000";

  private final String self;
  private final RedisStore store;
  private final MirrorKeys keys;

  /** Of the last writing that was tried; none is used twice. */
  private long number;

  /** Of the last one that is known to have been carried out. */
  private long done;

  /**
   * @param key of the hash; the others are derived from it
   */
  public RedisMirror(NodeId self, RedisStore store, String key) {
    this.self = self.value();
    this.store = store;
    this.keys = new MirrorKeys(key);
  }

  @Override
  public boolean change(AsOf asOf, Page page) {
    List<String> args = signature(asOf);
    args.add(Long.toString(done));
    args.add(Integer.toString(page.inUse().size()));
    addFields(args, page);
    args.addAll(page.free());
    return isDone(CHANGE, List.of(keys.locks(), keys.state()), args);
  }

  @Override
  public Draft draft(long term) {
    return new RedisDraft(term, keys.draft(self, term, ++number));
  }

  /** Who writes what: the arguments 1 to 5 of {@code change.lua} and {@code publish.lua}. */
  private List<String> signature(AsOf asOf) {
    List<String> args = new ArrayList<>();
    args.add(self);
    args.add(Long.toString(asOf.term()));
    args.add(Long.toString(asOf.index()));
    args.add(Long.toString(asOf.logMillis()));
    args.add(Long.toString(++number));
    return args;
  }

  private boolean isDone(LuaScript script, List<String> keys, List<String> args) {
    boolean isDone = store.run(script, keys, args).equals(1L);
    if (isDone) {
      done = number;
    }
    return isDone;
  }

  private static void addFields(List<String> args, Page page) {
    for (ResourceView view : page.inUse()) {
      args.add(view.resource());
      args.add(MirroredResource.of(view, page.logMillis()).toJson());
    }
  }

  private final class RedisDraft implements Draft {
    private final String term;
    private final String key;
    private int resources;

    RedisDraft(long term, String key) {
      this.term = Long.toString(term);
      this.key = key;
    }

    @Override
    public boolean add(Page page) {
      List<String> args = new ArrayList<>(List.of(term, DRAFT_MILLIS));
      addFields(args, page);
      resources += page.inUse().size();
      return store.run(ADD, List.of(keys.state(), key), args).equals(1L);
    }

    @Override
    public boolean publish(AsOf asOf) {
      List<String> args = signature(asOf);
      args.add(Integer.toString(resources));
      return isDone(PUBLISH, List.of(keys.locks(), keys.state(), key), args);
    }
  }
}
