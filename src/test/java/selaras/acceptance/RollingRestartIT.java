package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.Following;
import selaras.testing.Pause;
import selaras.testing.TestCluster;

/** All nodes are restarted, one after the other, while clients work and wait. */
class RollingRestartIT {
  private static final Duration GRANT = Duration.ofSeconds(30);

  /** Longer than all three nodes take, however slow the machine. */
  private static final Duration WAIT = Duration.ofMinutes(10);

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api();
  private final Calls calls = new Calls(api);
  private final Retries retries = new Retries();
  private final Traffic traffic = new Traffic(api, retries);

  /** Of calls that wait through all of it: each node that stops sends them on. */
  private final Retries sentOn = new Retries();

  @Test
  void rollingRestart_underLoad_costsACallOneRetryAtMost() throws Exception {
    String name = fresh("waited-for");
    Answer held = calls.lock(1, name, "keeper", "exclusive", 900_000).ok();
    try (Load load = new Load()) {
      traffic.start(load);
      load.awaitSteps(10);
      List<CompletableFuture<Answer>> waiters = waitOnEachNode(name);
      CompletableFuture<Answer> poll = poll(name);
      List<Following> followers = followEachNode();

      restartAll(load);

      followers.forEach(Following::close);
      load.awaitSteps(10);
      assertThat(waiters).noneMatch(CompletableFuture::isDone);
      assertThat(poll).isNotDone();
      calls.produce(1, name, "at last").ok();
      assertThat(poll.get(30, TimeUnit.SECONDS).ok().string("message")).isEqualTo("at last");
      areGrantedInTurn(held, waiters);
    }
    System.out.printf(
        "rolling restart: %d of %d calls were sent twice%n", retries.repeated(), retries.calls());
    assertThat(retries.worst()).hasSizeLessThanOrEqualTo(1);
    assertThat(sentOn.worst()).hasSizeLessThanOrEqualTo(TestCluster.NODES.size());
    traffic.verify();
    assertThat(TestCluster.NODES).noneMatch(this::failedToEndAStream);
  }

  /** The clients take their time while a node is away, but not when it goes. */
  private void restartAll(Load load) {
    CompletableFuture<Void> done = CompletableFuture.runAsync(cluster::rollingRestart);
    while (!done.isDone()) {
      load.takeTime(!TestCluster.NODES.stream().allMatch(cluster::isLive));
      Pause.millis(300);
    }
    load.takeTime(false);
    done.join();
  }

  private List<Following> followEachNode() {
    return TestCluster.NODES.stream().map(node -> api.follow(node, "/locks/events", "")).toList();
  }

  /** The server's words for it. */
  private boolean failedToEndAStream(int node) {
    return cluster.logBeforeStart(node).stream()
        .anyMatch(line -> line.contains("Error invoking AsyncListener"));
  }

  /** One behind the other, in the order of the nodes. */
  private List<CompletableFuture<Answer>> waitOnEachNode(String resource) {
    List<CompletableFuture<Answer>> waiters = new ArrayList<>();
    for (int node : TestCluster.NODES) {
      String body =
          """
          {"resource_id":"%s","holder_id":"waiter%d","wait_ms":%d,"request_id":"%s"}"""
              .formatted(resource, node, WAIT.toMillis(), fresh("wait"));
      waiters.add(patiently(node, client -> client.post("/lock", body)));
      Eventually.holds(
          "one more waits",
          () -> api.get(node, "/lock/" + resource).ok().number("waiting") == waiters.size());
    }
    return waiters;
  }

  private CompletableFuture<Answer> poll(String queue) {
    String path =
        "/queue/consume/%s?wait_ms=%d&request_id=%s"
            .formatted(queue, WAIT.toMillis(), fresh("consume"));
    return patiently(1, client -> client.get(path));
  }

  private CompletableFuture<Answer> patiently(
      int firstNode, Function<PersistentClient, Answer> call) {
    PersistentClient client = new PersistentClient(cluster.api(WAIT), firstNode, sentOn, WAIT);
    return CompletableFuture.supplyAsync(
        () -> call.apply(client), task -> Thread.ofPlatform().daemon().start(task));
  }

  /** In the order in which they came, although each was sent on to other nodes. */
  private void areGrantedInTurn(Answer held, List<CompletableFuture<Answer>> waiters)
      throws Exception {
    Answer lock = held;
    for (CompletableFuture<Answer> waiter : waiters) {
      calls.unlock(1, lock.string("lock_id")).ok();
      Answer next = waiter.get(GRANT.toSeconds(), TimeUnit.SECONDS).ok();
      assertThat(next.number("fencing_token")).isGreaterThan(lock.number("fencing_token"));
      lock = next;
    }
  }
}
