package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import selaras.queue.Partition;
import selaras.store.StoreUnavailableException;
import selaras.store.redis.LuaScript;

class TogetherTest {
  private static final Partition ORDERS = new Partition("orders", 0);
  private static final Partition OTHERS = new Partition("others", 0);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<List<String>> scripts = new ConcurrentLinkedQueue<>();
  private final CountDownLatch twoBegun = new CountDownLatch(2);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final Together together = new Together(this::echo);

  @AfterEach
  void stop() {
    mayEnd.countDown();
    threads.shutdownNow();
  }

  @Test
  void run_whileScriptsOfThePartitionRun_oneScriptAndToEachItsOwnReply() throws Exception {
    List<CompletableFuture<Object>> calls = new ArrayList<>();
    calls.add(start(ORDERS, "a"));
    calls.add(start(ORDERS, "b"));
    twoBegun.await();
    for (String arg : List.of("c", "d", "e")) {
      calls.add(start(ORDERS, arg));
    }
    assertThat(together.run(Scripts.ACK, OTHERS, List.of("k"), List.of("f"))).isEqualTo("f");
    mayEnd.countDown();

    assertThat(calls.stream().map(CompletableFuture::join))
        .containsExactly("a", "b", "c", "d", "e");
    assertThat(scripts).hasSizeLessThan(6);
    assertThat(scripts.stream().flatMap(List::stream))
        .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
  }

  @Test
  void run_large_alone() throws Exception {
    String large = "x".repeat(40_000);
    start(ORDERS, "a");
    start(ORDERS, "b");
    twoBegun.await();
    CompletableFuture<Object> waiting = start(ORDERS, "c");

    assertThat(start(ORDERS, large).join()).isEqualTo(large);
    assertThat(waiting).isNotDone();
  }

  @Test
  void run_othersTakeLong_givenUpAndNeverCarriedOut() throws Exception {
    start(ORDERS, "a");
    start(ORDERS, "b");
    twoBegun.await();

    assertThatThrownBy(() -> start(ORDERS, "c").join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.mayHaveHappened()).isFalse());
    mayEnd.countDown();

    assertThat(start(ORDERS, "d").join()).isEqualTo("d");
    assertThat(scripts.stream().flatMap(List::stream)).doesNotContain("c");
  }

  private CompletableFuture<Object> start(Partition partition, String arg) {
    return CompletableFuture.supplyAsync(
        () -> together.run(Scripts.ACK, partition, List.of("key of " + arg), List.of(arg)),
        threads);
  }

  /** Replies to each call with its one argument, the first two of the orders only when let. */
  private Object echo(LuaScript script, Partition partition, List<String> keys, List<String> args) {
    List<String> own = new ArrayList<>();
    for (int i = 0; i < args.size(); i += 3) {
      assertThat(args.subList(i, i + 2)).containsExactly("1", "1");
      own.add(args.get(i + 2));
    }
    assertThat(keys).hasSize(11 + own.size());
    boolean isHeldUp = own.equals(List.of("a")) || own.equals(List.of("b"));
    if (isHeldUp) {
      twoBegun.countDown();
      awaitEnd();
    }
    scripts.add(own);
    return own;
  }

  private void awaitEnd() {
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
