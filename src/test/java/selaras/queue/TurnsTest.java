package selaras.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static CompletableFuture<String> ok() {
    return CompletableFuture.completedFuture("ok");
  }

  @Test
  void take_hotQueueFull_refusedUntilACallEndsWhileOthersAreServed() {
    Turns turns = new Turns(2);
    CompletableFuture<String> first = new CompletableFuture<>();
    turns.take("hot", () -> first);
    turns.take("hot", CompletableFuture::new);

    assertThat(turns.take("cold", TurnsTest::ok)).isCompletedWithValue("ok");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(turns.take("hot", TurnsTest::ok)::join)
          .hasCauseInstanceOf(QueueBusyException.class);
    }
    first.complete("done");
    assertThat(turns.take("hot", TurnsTest::ok)).isCompletedWithValue("ok");
  }

  @Test
  void take_answerIsThere_turnIsOver() {
    Turns turns = new Turns(1);
    CompletableFuture<String> first = new CompletableFuture<>();
    var second = turns.take("hot", () -> first).thenCompose(done -> turns.take("hot", () -> ok()));
    first.complete("done");
    assertThat(second).isCompletedWithValue("ok");
  }

  @Test
  void take_callFails_givesItsTurnBack() {
    Turns turns = new Turns(1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(turns.take("hot", () -> failing(List.<String>of()))::join)
          .hasCauseInstanceOf(NoSuchElementException.class);
    }
    assertThat(turns.take("hot", TurnsTest::ok)).isCompletedWithValue("ok");
  }

  private static CompletableFuture<String> failing(List<String> nothing) {
    return CompletableFuture.completedFuture(nothing.iterator().next());
  }
}
