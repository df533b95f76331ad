package selaras.queue.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import selaras.cluster.NodeId;
import selaras.queue.Members;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;

/**
 * The live nodes, by what each of them says in Redis: every node reads the same list, by the one
 * clock that the queue knows.
 *
 * <p>Thread-safe. Until the first announcement only this node is known, and after it has left those
 * that it knew then.
 */
public final class RedisMembers implements Members {
  private static final Logger LOG = Logger.getLogger(RedisMembers.class.getName());
  private static final LuaScript ANNOUNCE = LuaScript.load("queue/announce");
  private static final List<String> KEY = List.of("selaras:q:members");

  private final NodeId self;
  private final RedisStore store;
  private final String silenceMillis;
  private volatile Set<NodeId> alive;
  private volatile boolean announced;
  private volatile boolean gone;

  /**
   * @param silence after which a node that says nothing is gone
   */
  public RedisMembers(NodeId self, RedisStore store, Duration silence) {
    this.self = self;
    this.store = store;
    this.silenceMillis = Long.toString(silence.toMillis());
    this.alive = Set.of(self);
  }

  @Override
  public void announce() {
    if (gone) {
      return;
    }
    announced = true;
    List<?> names = (List<?>) store.run(ANNOUNCE, KEY, List.of(self.value(), silenceMillis));
    if (gone) {
      remove(); // it left meanwhile, and may have been heard before this
      return;
    }
    Set<NodeId> found =
        names.stream()
            .map(name -> new NodeId((String) name))
            .collect(Collectors.toUnmodifiableSet());
    if (!found.equals(alive)) {
      LOG.log(Level.INFO, "the queues are shared by {0}", new TreeSet<>(found));
    }
    alive = found;
  }

  @Override
  public void leave() {
    gone = true;
    if (announced) {
      remove();
    }
  }

  private void remove() {
    store.call(redis -> redis.zrem(KEY.get(0), self.value()));
  }

  @Override
  public Set<NodeId> get() {
    return alive;
  }
}
