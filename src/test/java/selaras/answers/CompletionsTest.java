package selaras.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CompletionsTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private Completions completions = new Completions("answers", Duration.ofMillis(1));

  @AfterEach
  void close() {
    release.countDown();
    completions.close();
  }

  @Test
  void execute_whileMostThreadsAreHeldUp_getsDone() throws InterruptedException {
    for (int i = 0; i < Completions.MANY - 1; i++) {
      completions.execute(this::holdUp);
    }
    assertDone(1);
  }

  @Test
  void execute_afterAllThreadsWereHeldUp_getsDone() throws InterruptedException {
    for (int i = 0; i < 2 * Completions.MANY; i++) {
      completions.execute(this::holdUp);
    }
    release.countDown();
    assertDone(1000);
  }

  @Test
  void execute_threadsGetOn_staysWithFewOfThem() throws InterruptedException {
    completions.close();
    completions = new Completions("answers", Duration.ofHours(1));
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch done = new CountDownLatch(1000);
    for (int i = 0; i < 1000; i++) {
      completions.execute(
          () -> {
            threads.add(Thread.currentThread());
            done.countDown();
          });
    }
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(threads).hasSizeLessThanOrEqualTo(Completions.FEW);
  }

  @Test
  void close_withWorkWaiting_letsItBeDoneAndNoneIsLostAfterIt() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      completions.execute(
          () -> {
            holdUp();
            done.countDown();
          });
    }
    completions.close();
    release.countDown();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    Set<Thread> by = new HashSet<>();
    completions.execute(() -> by.add(Thread.currentThread()));
    assertThat(by).containsExactly(Thread.currentThread());
  }

  private void holdUp() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void assertDone(int tasks) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(tasks);
    for (int i = 0; i < tasks; i++) {
      completions.execute(done::countDown);
    }
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
