package selaras.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CombinerTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch firstBegun = new CountDownLatch(1);
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<List<Integer>> batches = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    firstMayEnd.countDown();
    threads.shutdownNow();
  }

  @Test
  void run_whileOthersAreUnderWay_togetherInOrder() throws Exception {
    Combiner<Integer, Integer> combiner = new Combiner<>(1, 4, this::doubled, Runnable::run);
    List<CompletableFuture<Integer>> calls = new ArrayList<>();
    calls.add(start(combiner, 0));
    firstBegun.await();
    for (int i = 1; i <= 6; i++) {
      calls.add(start(combiner, i));
      awaitWaiting(combiner, i);
    }
    firstMayEnd.countDown();

    assertThat(calls.stream().map(CompletableFuture::join).toList())
        .containsExactly(0, 2, 4, 6, 8, 10, 12);
    assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(5, 6));
  }

  @Test
  void run_batchFails_eachOfItsCallsFailsAndTheNextIsCarriedOut() throws Exception {
    Combiner<Integer, Integer> combiner = new Combiner<>(1, 4, this::doubled, Runnable::run);
    CompletableFuture<Integer> first = start(combiner, 0);
    firstBegun.await();
    List<CompletableFuture<Integer>> failing = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      failing.add(start(combiner, -i));
      awaitWaiting(combiner, i);
    }
    firstMayEnd.countDown();

    assertThat(failing)
        .allSatisfy(
            call -> assertThatThrownBy(call::join).hasRootCauseMessage("negative: [-1, -2]"));
    assertThat(first.join()).isZero();
    assertThat(combiner.run(3, LONG)).isEqualTo(6);
  }

  @Test
  void run_notBegunInTime_neverCarriedOut() throws Exception {
    Combiner<Integer, Integer> combiner = new Combiner<>(1, 4, this::doubled, Runnable::run);
    CompletableFuture<Integer> first = start(combiner, 0);
    firstBegun.await();

    assertThatThrownBy(() -> combiner.run(1, Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class);
    firstMayEnd.countDown();

    assertThat(first.join()).isZero();
    assertThat(combiner.run(2, LONG)).isEqualTo(4);
    assertThat(batches).containsExactly(List.of(0), List.of(2));
  }

  @Test
  void run_interrupted_endsAllTheSameAndStaysInterrupted() throws Exception {
    Combiner<Integer, Integer> combiner = new Combiner<>(1, 4, this::doubled, Runnable::run);
    start(combiner, 0);
    firstBegun.await();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waits =
        Thread.ofPlatform()
            .start(
                () -> {
                  call(combiner, 1);
                  interrupted.complete(Thread.currentThread().isInterrupted());
                });
    awaitWaiting(combiner, 1);
    waits.interrupt();
    firstMayEnd.countDown();

    assertThat(interrupted.join()).isTrue();
    assertThat(batches).contains(List.of(1));
  }

  @Test
  void run_interruptedAndNotBegunInTime_staysInterrupted() throws Exception {
    Combiner<Integer, Integer> combiner = new Combiner<>(1, 4, this::doubled, Runnable::run);
    start(combiner, 0);
    firstBegun.await();
    CompletableFuture<Boolean> interrupted =
        CompletableFuture.supplyAsync(
            () -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> combiner.run(1, Duration.ofMillis(1)))
                  .isInstanceOf(TimeoutException.class);
              return Thread.interrupted();
            },
            threads);

    assertThat(interrupted.join()).isTrue();
  }

  @Test
  void begin_nothingUnderWay_isDoneOnReturn() {
    firstMayEnd.countDown();
    assertThat(begin(answering(), 3)).isCompletedWithValue(6);
  }

  @Test
  void begin_whileOthersAreUnderWay_returnsAndIsDoneByAnswersThread() throws Exception {
    Combiner<Integer, Integer> combiner = answering();
    CompletableFuture<Integer> first = start(combiner, 0);
    firstBegun.await();
    List<CompletableFuture<Integer>> calls =
        IntStream.rangeClosed(1, 6).mapToObj(i -> begin(combiner, i)).toList();
    CompletableFuture<Thread> by = calls.get(5).thenApply(result -> Thread.currentThread());
    assertThat(calls).noneMatch(CompletableFuture::isDone);
    firstMayEnd.countDown();

    // first: who joins a future may run what depends on it
    assertThat(by.join().getName()).startsWith("answers");
    assertThat(calls.stream().map(CompletableFuture::join).toList())
        .containsExactly(2, 4, 6, 8, 10, 12);
    assertThat(first.join()).isZero();
    assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(5, 6));
  }

  @Test
  void begin_batchFails_failsAndTheNextIsCarriedOut() throws Exception {
    Combiner<Integer, Integer> combiner = answering();
    start(combiner, 0);
    firstBegun.await();
    CompletableFuture<Integer> fails = begin(combiner, -1);
    firstMayEnd.countDown();

    assertThatThrownBy(fails::join).hasRootCauseMessage("negative: [-1]");
    assertThat(begin(combiner, 2).join()).isEqualTo(4);
    assertThatThrownBy(begin(combiner, -2)::join).hasRootCauseMessage("negative: [-2]");
  }

  @Test
  void begin_notBegunInTime_failsAndIsNeverCarriedOut() throws Exception {
    Combiner<Integer, Integer> combiner = answering();
    start(combiner, 0);
    firstBegun.await();
    CompletableFuture<Integer> late = combiner.begin(List.of(1), Duration.ZERO).get(0);
    CompletableFuture<Integer> next = begin(combiner, 2);
    firstMayEnd.countDown();

    assertThat(next.join()).isEqualTo(4);
    assertThatThrownBy(late::join).hasCauseInstanceOf(TimeoutException.class);
    assertThat(batches).containsExactly(List.of(0), List.of(2));
  }

  @Test
  void begin_moreThanMayBeLeft_waitsInTheThread() throws Exception {
    Combiner<Integer, Integer> combiner = answering();
    start(combiner, 0);
    firstBegun.await();
    for (int i = 0; i < Combiner.LEFT_MAX; i++) {
      begin(combiner, i);
    }
    CompletableFuture<Integer> last =
        CompletableFuture.supplyAsync(() -> begin(combiner, 1), threads)
            .thenCompose(result -> result);
    awaitWaiting(combiner, Combiner.LEFT_MAX + 1);
    assertThat(last).isNotDone();
    firstMayEnd.countDown();
    assertThat(last.join()).isEqualTo(2);
  }

  @Test
  void begin_several_togetherAsFarAsTheyFit() {
    firstMayEnd.countDown();
    List<CompletableFuture<Integer>> results = answering().begin(List.of(1, 2, 3, 4, 5, 6), LONG);
    assertThat(results.subList(0, 4)).allMatch(CompletableFuture::isDone);
    assertThat(results.stream().map(CompletableFuture::join).toList())
        .containsExactly(2, 4, 6, 8, 10, 12);
    assertThat(batches).containsExactly(List.of(1, 2, 3, 4), List.of(5, 6));
  }

  private Combiner<Integer, Integer> answering() {
    return new Combiner<>(
        1, 4, this::doubled, task -> threads.execute(() -> named("answers", task)));
  }

  private static void named(String name, Runnable task) {
    Thread.currentThread().setName(name);
    task.run();
  }

  @Test
  void runAndBegin_manyThreads_eachGetsItsOwnResultAndNoMoreBatchesThanAllowed() {
    firstMayEnd.countDown();
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Combiner<Integer, Integer> combiner =
        new Combiner<>(
            2,
            8,
            calls -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              List<Integer> results = doubled(calls);
              underWay.decrementAndGet();
              return results;
            },
            threads);
    List<CompletableFuture<Void>> callers =
        IntStream.range(0, 16)
            .mapToObj(
                caller ->
                    CompletableFuture.runAsync(
                        () ->
                            IntStream.range(0, 2_000)
                                .map(i -> caller * 10_000 + i)
                                .forEach(i -> assertThat(either(combiner, i)).isEqualTo(2 * i)),
                        threads))
            .toList();

    callers.forEach(CompletableFuture::join);
    assertThat(most.get()).isBetween(1, 2);
    assertThat(batches.stream().mapToInt(List::size)).allMatch(size -> size <= 8);
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(32_000);
    assertThat(combiner.waiting()).isZero();
  }

  private CompletableFuture<Integer> start(Combiner<Integer, Integer> combiner, int call) {
    return CompletableFuture.supplyAsync(() -> call(combiner, call), threads);
  }

  private static CompletableFuture<Integer> begin(Combiner<Integer, Integer> combiner, int call) {
    return combiner.begin(List.of(call), LONG).get(0);
  }

  private static int either(Combiner<Integer, Integer> combiner, int call) {
    return call % 3 == 0 ? call(combiner, call) : begin(combiner, call).join();
  }

  private static int call(Combiner<Integer, Integer> combiner, int call) {
    try {
      return combiner.run(call, LONG);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitWaiting(Combiner<?, ?> combiner, int calls) {
    while (combiner.waiting() < calls) {
      Thread.onSpinWait();
    }
  }

  private List<Integer> doubled(List<Integer> calls) {
    firstBegun.countDown();
    try {
      firstMayEnd.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    batches.add(calls);
    if (calls.stream().anyMatch(call -> call < 0)) {
      throw new IllegalArgumentException("negative: " + calls);
    }
    return calls.stream().map(call -> 2 * call).toList();
  }
}
