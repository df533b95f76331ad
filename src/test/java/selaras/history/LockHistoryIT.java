package selaras.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import selaras.testing.Api;
import selaras.testing.TestCluster;

/**
 * Clients use a few locks of a real cluster while its nodes are killed, frozen and cut off; what
 * they were told has to be linearizable. {@code -Dselaras.history.seconds=600 -Dseed=...}: for how
 * long at least, and with which random choices. It goes on until each fault came once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockHistoryIT {
  private static final long SECONDS = Long.getLong("selaras.history.seconds", 50);
  private static final int CLIENTS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Path RECORD = Path.of("target", "lock-history.txt");

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final List<String> resources =
      List.of("plain1-" + seed, "plain2-" + seed, "queued-" + seed);
  private final TestCluster cluster = TestCluster.shared();
  private final Nemesis nemesis = new Nemesis(cluster, new Random(seed));
  private final History history = new History();
  private volatile boolean over;

  @BeforeAll
  void record() throws Exception {
    long origin = System.nanoTime();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      Map<String, Long> lastTokens = new ConcurrentHashMap<>();
      for (int process = 0; process < CLIENTS; process++) {
        LockUser user = user(process, origin, lastTokens);
        clients.add(threads.submit(() -> use(user)));
      }
      hurtUntil(origin + TimeUnit.SECONDS.toNanos(SECONDS));
    }
    for (Future<?> client : clients) {
      client.get();
    }
    cluster.up();
    report();
  }

  private LockUser user(int process, long origin, Map<String, Long> lastTokens) {
    Api api = cluster.api(PATIENCE);
    Random random = new Random(seed + 1 + process);
    LockClient client = new LockClient(process, api, random, history, origin);
    return new LockUser(client, random, resources, lastTokens);
  }

  private void use(LockUser user) {
    while (!over) {
      user.useOne();
    }
  }

  private void hurtUntil(long end) {
    try {
      while (System.nanoTime() < end || !nemesis.hasDoneAll()) {
        nemesis.strike();
      }
    } finally {
      over = true;
    }
  }

  private void report() throws IOException {
    System.out.printf(
        "lock history, seed %d: %d operations, faults %s, answers %s%n",
        seed, history.operations().size(), nemesis.done(), history.replies());
    Files.write(RECORD, history.operations().stream().map(Operation::toString).toList());
  }

  @Test
  void history_ofClientsUnderFaults_isLinearizable() {
    Verdict verdict = Linearizability.check(history);
    System.out.println(verdict);
    assertThat(verdict)
        .as("seed %d, record in %s", seed, RECORD)
        .isInstanceOf(Verdict.Linearizable.class);
  }

  @Test
  void history_hasAllKindsOfAnswersAndSomeUnknown() {
    assertThat(history.replies())
        .containsKeys(
            "Acquire Granted",
            "Acquire Refused",
            "Renew Renewed",
            "Renew NotHeld",
            "Release Released",
            "Release NotHeld",
            "Check Current",
            "Check NotCurrent")
        .hasSizeGreaterThan(8);
  }

  @Test
  void history_ofLeasesShorterThanPromised_isNot() {
    long early = TimeUnit.MILLISECONDS.toNanos(250);
    assertThat(Linearizability.check(history.map(operation -> promised(operation, early))))
        .isInstanceOf(Verdict.Violation.class);
  }

  @Test
  void history_ofTwoLocksThatWereToBeOne_isNot() {
    assertThat(Linearizability.check(history.map(this::joined)))
        .isInstanceOf(Verdict.Violation.class);
  }

  /** As if the client had been promised a longer lease than the cluster gave. */
  private static Operation promised(Operation operation, long moreNanos) {
    Call call = operation.call();
    if (call instanceof Call.Acquire acquire) {
      call = new Call.Acquire(acquire.mode(), acquire.leaseNanos() + moreNanos, acquire.waits());
    } else if (call instanceof Call.Renew renew) {
      call = new Call.Renew(renew.token(), renew.leaseNanos() + moreNanos);
    }
    return operation.with(operation.resource(), call);
  }

  /** As if two leaders had given out the same lock, each to its own clients. */
  private Operation joined(Operation operation) {
    return operation.resource().startsWith("plain2")
        ? operation.with(resources.get(0), operation.call())
        : operation;
  }
}
