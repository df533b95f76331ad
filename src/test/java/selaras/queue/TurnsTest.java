package selaras.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    threads.shutdown();
  }

  @Test
  void take_hotQueueFull_refusedWhileOthersAreServed() throws InterruptedException {
    Turns turns = new Turns(2, 1, LONG);
    List<CompletableFuture<Integer>> hot = new ArrayList<>();
    CountDownLatch working = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      hot.add(start(turns, working));
    }
    working.await();
    CompletableFuture<Integer> waits = start(turns, working);
    while (turns.callers("hot") < 3) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(() -> turns.take("hot", () -> 7)).isInstanceOf(QueueBusyException.class);
    assertThat(turns.take("cold", () -> 7)).isEqualTo(7);
    assertThat(waits).isNotDone();
    end.countDown();
    hot.add(waits);
    assertThat(hot).allSatisfy(call -> assertThat(call.join()).isEqualTo(1));
    assertThat(turns.take("hot", () -> 7)).isEqualTo(7);
  }

  @Test
  void take_noTurnInTime_refused() throws InterruptedException {
    Turns turns = new Turns(1, 1, Duration.ofMillis(1));
    CountDownLatch working = new CountDownLatch(1);
    start(turns, working);
    working.await();

    assertThatThrownBy(() -> turns.take("hot", () -> 7)).isInstanceOf(QueueBusyException.class);
  }

  @Test
  void take_callFails_givesItsTurnBack() {
    Turns turns = new Turns(1, 0, LONG);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> turns.take("hot", () -> List.of().iterator().next()))
          .isInstanceOf(NoSuchElementException.class);
    }
    assertThat(turns.take("hot", () -> 7)).isEqualTo(7);
  }

  private CompletableFuture<Integer> start(Turns turns, CountDownLatch working) {
    return CompletableFuture.supplyAsync(
        () ->
            turns.take(
                "hot",
                () -> {
                  working.countDown();
                  await(end);
                  return 1;
                }),
        threads);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
