package selaras.queue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import selaras.answers.Pending;
import selaras.queue.FewAtOnce;
import selaras.queue.Partition;
import selaras.queue.QueueBusyException;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.store.redis.RedisStore;
import selaras.store.redis.ScriptCall;

/**
 * How queues are deleted: one caller at a time has the deletion of a queue, others await its end.
 *
 * <p>A queue that is being deleted takes no messages. Its partitions are emptied when no node goes
 * by its definition any more, and only as long as nobody else can have taken the deletion over: a
 * caller who was stopped in between cannot remove what a later queue of the name has. Times are of
 * Redis's clock; in a Redis Cluster those of its servers may differ by {@link #MARGIN}.
 *
 * <p>Thread-safe. Calls wait, {@value #AT_ONCE} of them at once on a node, for {@link #timeGiven}
 * and {@link QueueLimits#definitionAge} at most.
 */
final class Deletions {
  private static final List<String> KEYS =
      List.of(RedisCatalog.NAMES, RedisCatalog.DEFINITIONS, "selaras:q:{catalog}:deletions");
  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final int AT_ONCE = 16;

  private final RedisStore store;
  private final PartitionScripts partitions;
  private final QueueLimits limits;
  private final Attempts attempts;
  private final FewAtOnce deletions = new FewAtOnce(AT_ONCE, "deleting queues");

  Deletions(RedisStore store, PartitionScripts partitions, QueueLimits limits, Attempts attempts) {
    this.store = store;
    this.partitions = partitions;
    this.limits = limits;
    this.attempts = attempts;
  }

  /** False if there is no such queue. */
  boolean delete(String queue, Request request) {
    return deletions.run(() -> deleteOrAwait(queue, request));
  }

  private boolean deleteOrAwait(String queue, Request request) {
    String id = RandomText.next();
    String other = "";
    long start = System.nanoTime();
    while (System.nanoTime() - start < timeGiven().toNanos()) {
      List<String> reply = begin(queue, id, other, request);
      switch (reply.get(0)) {
        case "mine" -> {
          carryOut(queue, id, reply);
          return true;
        }
        case "under way" -> {
          other = reply.get(1);
          pause(LOOK_AGAIN);
        }
        default -> {
          return reply.get(0).equals("gone");
        }
      }
    }
    throw new QueueBusyException("another call is deleting the queue");
  }

  /** Brings a deletion to its end whose caller has not, in the time given. */
  void finish(String queue) {
    String id = RandomText.next();
    List<String> reply = run(KEYS, List.of(queue, "finish", id, givenUpMillis(), ""));
    if (reply.get(0).equals("mine")) {
      carryOut(queue, id, reply);
    }
  }

  private void carryOut(String queue, String id, List<String> begun) {
    QueueDefinition definition = CatalogEntry.parse(begun.get(1), limits.defaults()).definition();
    long until = Long.parseLong(begun.get(2)) + timeGiven().minus(MARGIN).toMillis();
    pause(limits.definitionAge());
    for (Partition partition : definition.partitionsOf(queue)) {
      remove(partition, until, definition.dedupWindow());
    }
    run(KEYS, List.of(queue, "end", id));
  }

  /** The definition may be from a time of longer limits. */
  private void remove(Partition partition, long untilMillis, Duration dedupWindow) {
    Duration longest =
        Stream.of(dedupWindow, limits.defaults().dedupWindow(), limits.visibilityMax())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    List<String> args = List.of(Long.toString(untilMillis), QueueArgs.millis(longest));
    Object removed = partitions.run(Scripts.REMOVE, partition, PartitionKeys.of(partition), args);
    if ((Long) removed == 0) {
      throw new QueueBusyException("the deletion took too long; delete the queue again");
    }
  }

  /** After it, whoever has not come to the end has given up. */
  private Duration timeGiven() {
    return limits.definitionAge().plus(MARGIN).plus(MARGIN);
  }

  private String givenUpMillis() {
    return Long.toString(timeGiven().toMillis());
  }

  private List<String> begin(String queue, String id, String other, Request request) {
    List<String> keys = new ArrayList<>(KEYS);
    keys.add(RedisCatalog.answer("delete", queue, request));
    return run(keys, List.of(queue, "begin", id, givenUpMillis(), other, request.rememberMillis()));
  }

  private List<String> run(List<String> keys, List<String> args) {
    Object reply =
        Pending.await(attempts.of(() -> store.begin(Scripts.DELETE, new ScriptCall(keys, args))));
    return ((List<?>) reply).stream().map(String.class::cast).toList();
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueBusyException("the node stops; delete the queue again");
    }
  }
}
