package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SharedSnapshotsTest {
  private final AtomicInteger taken = new AtomicInteger();

  @Test
  void nobodyAsks_noneIsTaken() {
    shared(Duration.ofMillis(1));
    assertThat(taken).hasValue(0);
  }

  @Test
  void first_isTakenAtOnce() throws InterruptedException {
    SharedSnapshots shared = shared(Duration.ofDays(1));
    assertThat(shared.after(0).number()).isEqualTo(1);
    assertThat(shared.after(0).text()).isEqualTo("1");
    assertThat(taken).hasValue(1);
  }

  @Test
  void next_isAnother() throws InterruptedException {
    SharedSnapshots shared = shared(Duration.ofMillis(1));
    long number = shared.after(0).number();
    assertThat(shared.after(number).number()).isEqualTo(number + 1);
  }

  @Test
  void manyWhoAsk_shareThem() throws Exception {
    int watchers = 100;
    int times = 10;
    SharedSnapshots shared = shared(Duration.ofMillis(20));
    List<Callable<Long>> all = new ArrayList<>();
    for (int i = 0; i < watchers; i++) {
      all.add(() -> follow(shared, times));
    }
    long last = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(watchers)) {
      for (Future<Long> end : threads.invokeAll(all)) {
        last = Math.max(last, end.get());
      }
    }
    // who is late misses some; if those who have just had one went first, most would be late
    assertThat(taken).hasValue((int) last);
    assertThat(taken.get()).isLessThan(5 * times);
  }

  private static long follow(SharedSnapshots shared, int times) throws InterruptedException {
    long number = 0;
    for (int i = 0; i < times; i++) {
      long next = shared.after(number).number();
      assertThat(next).isGreaterThan(number);
      number = next;
    }
    return number;
  }

  @Test
  void failure_isToldAndTheNextTakesAnother() throws InterruptedException {
    SharedSnapshots shared =
        new SharedSnapshots(
            () -> {
              if (taken.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
              }
              return "seen";
            },
            Duration.ofMillis(1));
    assertThatThrownBy(() -> shared.after(0)).hasMessage("once");
    assertThat(shared.after(0).text()).isEqualTo("seen");
  }

  private SharedSnapshots shared(Duration interval) {
    return new SharedSnapshots(() -> "" + taken.incrementAndGet(), interval);
  }
}
