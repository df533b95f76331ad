package selaras.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Pause;
import selaras.testing.TestCluster;

/**
 * Writers and readers on all nodes of a real cluster, strict ones and plain ones, while
 * subscriptions are killed, nodes stand still and Redis is restarted. {@code
 * -Dselaras.cache.rounds=10 -Dseed=...}: how often each fault comes, and with which random choices.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheHistoryIT {
  private static final int ROUNDS = Integer.getInteger("selaras.cache.rounds", 1);
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** That of the nodes, which have the default: {@code cache.silence.max_ms}. */
  private static final Duration BOUND = Duration.ofMillis(2000);

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final long origin = System.nanoTime();
  private final List<String> keys = List.of("x-" + seed, "y-" + seed, "z-" + seed);
  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api(PATIENCE);
  private final History history = new History();
  private final CacheObserver observer = new CacheObserver();
  private final ConcurrentLinkedQueue<String> backwards = new ConcurrentLinkedQueue<>();
  private final AtomicLong values = new AtomicLong();
  private final Map<CacheFault, Integer> faults = new EnumMap<>(CacheFault.class);
  private volatile boolean over;

  @BeforeAll
  void record() throws Exception {
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int node : TestCluster.NODES) {
        Random random = new Random(seed + node);
        clients.add(threads.submit(() -> untilOver(() -> actStrictly(node, random))));
        for (int reader = 0; reader < 2; reader++) {
          Map<String, Long> seen = new HashMap<>();
          Random own = new Random(seed + 10 * node + reader);
          clients.add(threads.submit(() -> untilOver(() -> readPlainly(node, own, seen))));
        }
      }
      hurt(new Random(seed), threads);
    }
    for (Future<?> client : clients) {
      client.get();
    }
    cluster.up();
  }

  private void untilOver(Runnable action) {
    while (!over) {
      action.run();
    }
  }

  private void hurt(Random random, Executor threads) {
    try {
      Pause.millis(2_000);
      for (int round = 0; round < ROUNDS; round++) {
        for (CacheFault fault : CacheFault.values()) {
          strike(fault, 1 + random.nextInt(3), threads);
          faults.merge(fault, 1, Integer::sum);
          Pause.millis(2_500);
        }
      }
    } finally {
      over = true;
    }
  }

  private void strike(CacheFault fault, int node, Executor threads) {
    switch (fault) {
      case SUBSCRIPTIONS_KILLED -> {
        for (int i = 0; i < 5; i++) {
          killSubscriptions();
          Pause.millis(300);
        }
      }
      case NODE_PAUSED -> {
        cluster.pause(node);
        Pause.millis(BOUND.toMillis() + 1_000);
        cluster.resume(node);
      }
      case NODE_PAUSED_BRIEFLY -> {
        cluster.pause(node);
        // reads that find the node stopped, and may be answered before it has heard what was
        // written since
        for (int i = 0; i < 75; i++) {
          String key = keys.get(i % keys.size());
          threads.execute(() -> readPlainly(node, key));
          Pause.millis(BOUND.toMillis() / 100);
        }
        cluster.resume(node);
      }
      case REDIS_RESTARTED -> {
        cluster.killRedis();
        Pause.millis(500);
        cluster.startRedis();
      }
    }
  }

  private void killSubscriptions() {
    try (RedisClient redis = RedisClient.create(cluster.redisUri().toString())) {
      redis.executeCommand(
          new CommandArguments(Protocol.Command.CLIENT).add("KILL").add("TYPE").add("pubsub"));
    }
  }

  /** A strict write, a plain one, or a strict read; the history has all of them. */
  private void actStrictly(int node, Random random) {
    String key = pick(random);
    int dice = random.nextInt(10);
    if (dice < 6) {
      perform(node, key, new Call.Read(), "/cache/" + key + "?consistency=strict", "");
    } else {
      boolean strict = dice < 8;
      long value = values.incrementAndGet();
      String json =
          "{\"key\":\"%s\",\"value\":%d,\"request_id\":\"%s\",\"consistency\":\"%s\"}"
              .formatted(key, value, UUID.randomUUID(), strict ? "strict" : "default");
      perform(node, key, new Call.Write(value), "/cache", json);
      // at once: what is stale for a moment only, nobody sees who comes later
      readPlainly(1 + node % TestCluster.NODES.size(), key);
    }
    Pause.millis(random.nextInt(30));
  }

  private void perform(int node, String key, Call call, String path, String json) {
    long invoked = now();
    try {
      Answer answer = json.isEmpty() ? api.get(node, path) : api.post(node, path, json);
      if (answer.status() != 503) {
        Reply reply = Replies.of(call, answer);
        history.add(new Operation(node, key, call, invoked, now(), reply));
        if (reply instanceof Reply.Written written) {
          observer.written(key, written.version(), now(), json.contains("\"strict\""));
        }
        return;
      }
    } catch (UncheckedIOException e) {
      // nobody knows
    }
    if (call instanceof Call.Write) {
      history.add(new Operation(node, key, call, invoked, Operation.NEVER, new Reply.Unknown()));
      Pause.millis(50);
    }
  }

  /** A reader that stays on its node. */
  private void readPlainly(int node, Random random, Map<String, Long> seen) {
    String key = pick(random);
    readPlainly(node, key)
        .ifPresent(
            version -> {
              Long before = seen.put(key, version);
              if (before != null && before > version) {
                backwards.add("%s on node-%d: %d after %d".formatted(key, node, version, before));
              }
            });
    Pause.millis(random.nextInt(4));
  }

  /** The version that is found; empty when there is no answer. */
  private Optional<Long> readPlainly(int node, String key) {
    long invoked = now();
    try {
      Answer answer = api.get(node, "/cache/" + key);
      if (answer.status() != 503) {
        long version = answer.status() == 404 ? 0 : answer.ok().number("version");
        observer.read(key, version, invoked, "node-" + node);
        return Optional.of(version);
      }
    } catch (UncheckedIOException e) {
      // it stands still for longer than this client is patient
    }
    return Optional.empty();
  }

  private String pick(Random random) {
    return keys.get(random.nextInt(keys.size()));
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  @Test
  void strictHistory_ofEachKey_isLinearizable() {
    Verdict verdict = Linearizability.checkRegisters(history);
    System.out.printf(
        "cache history, seed %d: faults %s, answers %s, %s%n",
        seed, faults, history.replies(), verdict);
    assertThat(verdict).as("seed " + seed).isInstanceOf(Verdict.Linearizable.class);
    assertThat(history.replies()).containsKeys("Read Value", "Write Written", "Write Unknown");
  }

  @Test
  void strictHistory_ofAReadThatIsBehind_isNot() {
    Operation[] changed = new Operation[1];
    History stale =
        history.map(
            operation ->
                operation.reply() instanceof Reply.Value value && value.version() > 5
                    ? changed[0] = behind(operation, value)
                    : operation);
    assertThat(Linearizability.checkRegisters(stale)).isInstanceOf(Verdict.Violation.class);
    assertThat(changed[0]).isNotNull();
  }

  private static Operation behind(Operation read, Reply.Value value) {
    Reply older = new Reply.Value(value.version() - 5, value.value());
    return new Operation(
        read.process(), read.resource(), read.call(), read.invoked(), read.completed(), older);
  }

  @Test
  void plainReads_byOneReaderOfOneNode_neverGoBackwards() {
    assertThat(backwards).as("seed " + seed).isEmpty();
  }

  @Test
  void plainReads_staleness_isWithinTheBound() {
    List<Long> staleness = observer.staleness();
    int reads = staleness.size();
    System.out.printf(
        "staleness of %d plain reads: %.2f %% stale, p99 %.3f ms, p99.9 %.3f ms, max %.3f ms%n",
        reads,
        100.0 * staleness.stream().filter(age -> age > 0).count() / reads,
        millis(staleness.get(reads * 99 / 100)),
        millis(staleness.get((int) (reads * 999L / 1000))),
        millis(staleness.getLast()));
    assertThat(reads).isGreaterThan(100);
    assertThat(staleness.getLast()).as("seed " + seed).isLessThanOrEqualTo(BOUND.toNanos());
  }

  @Test
  void plainReads_afterAStrictWrite_findNothingOlder() {
    assertThat(observer.staleAfterStrictWrites()).as("seed " + seed).isEmpty();
  }

  private static double millis(long nanos) {
    return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
  }
}
