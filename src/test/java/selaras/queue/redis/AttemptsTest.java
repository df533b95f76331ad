package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import selaras.answers.Pending;
import selaras.store.StoreUnavailableException;

class AttemptsTest {
  private static final StoreUnavailableException CERTAINLY_NOT =
      new StoreUnavailableException("refused", false, null);
  private static final StoreUnavailableException PERHAPS =
      new StoreUnavailableException("no answer", true, null);

  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("answers").factory());
  private final Deque<RuntimeException> failures = new ArrayDeque<>();

  @AfterEach
  void stop() {
    answers.shutdownNow();
  }

  /** Fails as often as there are failures; then gives the name of its thread. */
  private CompletableFuture<String> call() {
    RuntimeException failure = failures.poll();
    return failure == null
        ? CompletableFuture.completedFuture(Thread.currentThread().getName())
        : CompletableFuture.failedFuture(failure);
  }

  private CompletableFuture<String> attempts() {
    return new Attempts(answers).of(this::call);
  }

  @Test
  void of_nothingFails_thereAtOnce() {
    assertThat(attempts()).isCompletedWithValue(Thread.currentThread().getName());
  }

  @Test
  void of_passingFailures_madeAgainByAThreadForAnswers() {
    failures.addAll(List.of(CERTAINLY_NOT, PERHAPS, CERTAINLY_NOT));
    CompletableFuture<String> answer = attempts();
    assertThat(answer).isNotDone();
    assertThat(answer.join()).isEqualTo("answers");
  }

  @Test
  void of_failsAgainAndAgain_mayHaveHappenedIfOneOfThemMay() {
    failures.addAll(List.of(CERTAINLY_NOT, CERTAINLY_NOT, CERTAINLY_NOT, CERTAINLY_NOT));
    assertThat(failure().mayHaveHappened()).isFalse();
    failures.addAll(List.of(PERHAPS, CERTAINLY_NOT, CERTAINLY_NOT, CERTAINLY_NOT));
    assertThat(failure().mayHaveHappened()).isTrue();
    assertThat(failures).isEmpty();
  }

  private StoreUnavailableException failure() {
    try {
      throw new AssertionError("got " + Pending.await(attempts()));
    } catch (StoreUnavailableException e) {
      return e;
    }
  }

  @Test
  void of_anotherFailure_notMadeAgain() {
    failures.addAll(List.of(new IllegalStateException("broken"), CERTAINLY_NOT));
    assertThatThrownBy(() -> Pending.await(attempts())).hasMessage("broken");
    assertThat(failures).hasSize(1);
  }
}
