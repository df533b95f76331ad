package selaras.acceptance;

import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import selaras.acceptance.QueueBooks.Got;
import selaras.acceptance.QueueBooks.Lost;
import selaras.acceptance.QueueBooks.Settled;
import selaras.acceptance.QueueBooks.Stored;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.Pause;
import selaras.testing.TestCluster;

/**
 * Producers and consumers on all nodes of a queue ordered by key, while a node is killed, another
 * frozen for longer than a lease, and Redis, which has everything on disk before it answers, killed
 * twice. {@code -Dselaras.seed} repeats what the clients draw.
 */
class QueueFaultsIT {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final int KEYS_OF_A_PRODUCER = 3;

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api(Duration.ofSeconds(3));
  private final String queue = fresh("faults");
  private final QueueBooks books = new QueueBooks(LEASE.toNanos());
  private final long seed = Long.getLong("selaras.seed", System.nanoTime());

  @Test
  void nodesAndRedisFail_nothingLostOrderKeptEveryRepetitionExplained() {
    cluster.restartRedis("--appendfsync always");
    try {
      run();
    } finally {
      cluster.restartRedis("");
    }
  }

  private void run() {
    define();
    try (Load consumers = new Load()) {
      try (Load producers = new Load()) {
        for (int node : TestCluster.NODES) {
          producers.start("producer-" + node, producer(node));
          consumers.start("consumer-" + node, consumer(node));
          consumers.start("slow-consumer-" + node, consumer(node));
        }
        strike(producers);
      }
      Eventually.holds(
          "all that was stored is settled; seed " + seed,
          Duration.ofSeconds(30),
          books::allSettled);
      consumers.check();
    }
    System.out.println("queue under faults, seed " + seed + ": " + books.summary());
    books.check();
  }

  /** So many deliveries that nothing dies of them. */
  private void define() {
    String json =
        "{\"partitions\":4,\"ordering\":\"key\",\"visibility_ms\":%d,\"max_deliveries\":1000}"
            .formatted(LEASE.toMillis());
    Eventually.holds(
        "the queue is defined",
        () -> api.send("PUT", 1, "/queue/" + queue, "application/json", json).status() < 300);
  }

  private void strike(Load producers) {
    producers.awaitSteps(20);
    cluster.kill(3);
    producers.awaitSteps(10);
    CompletableFuture<Void> back = CompletableFuture.runAsync(() -> cluster.start(3));
    cluster.killRedis();
    Pause.of(Duration.ofSeconds(1));
    cluster.startRedis();
    producers.awaitSteps(10);
    cluster.pause(2);
    Pause.of(LEASE.plusMillis(500));
    cluster.resume(2);
    producers.awaitSteps(10);
    back.join();
    cluster.killRedis();
    cluster.startRedis();
    producers.awaitSteps(20);
  }

  /** The next message of one of its keys, only after the one before it was stored. */
  private Runnable producer(int node) {
    PersistentClient client = new PersistentClient(api, node);
    int[] next = new int[KEYS_OF_A_PRODUCER];
    Random random = new Random(seed + node);
    return () -> {
      int which = random.nextInt(KEYS_OF_A_PRODUCER);
      String key = node + "/" + which;
      int n = next[which]++;
      String json =
          "{\"message\":%d,\"key\":\"%s\",\"request_id\":\"%s\"}".formatted(n, key, fresh("p"));
      Answer stored = client.post("/queue/produce/" + queue, json).ok();
      books.stored.add(new Stored(key, n, stored.string("message_id")));
    };
  }

  /** Asks any node; some answers are lost with theirs, some acknowledgements come too late. */
  private Runnable consumer(int node) {
    PersistentClient client = new PersistentClient(api, node);
    Random random = new Random(seed - node);
    return () -> {
      long askedAt = System.nanoTime();
      int at = random.nextInt(3) + 1;
      SingleAsking.ask(
              cluster.httpPort(at), "/queue/consume/" + queue, () -> books.lost.add(new Lost(at)))
          .filter(answer -> !answer.ok().json().isNull("message"))
          .ifPresent(answer -> work(answer, askedAt, client, random));
    };
  }

  private void work(Answer answer, long askedAt, PersistentClient client, Random random) {
    String id = answer.string("message_id");
    int delivery = (int) answer.number("deliveries");
    books.got.add(
        new Got(
            id,
            answer.string("key"),
            (int) answer.number("message"),
            delivery,
            askedAt,
            System.nanoTime()));
    if (random.nextInt(60) == 0) {
      Pause.of(LEASE.plusMillis(random.nextInt(600)));
    }
    long ackAt = System.nanoTime();
    String json =
        "{\"receipt\":\"%s\",\"request_id\":\"%s\"}"
            .formatted(answer.string("receipt"), fresh("a"));
    Answer settled = client.post("/queue/ack/" + queue, json);
    if (settled.status() != 200) {
      settled.problem(409);
    }
    books.settled.add(new Settled(id, delivery, settled.status() == 200, ackAt, System.nanoTime()));
  }
}
