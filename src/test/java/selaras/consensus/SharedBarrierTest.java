package selaras.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SharedBarrierTest {
  private final List<CompletableFuture<Void>> begun = new ArrayList<>();
  private final SharedBarrier shared =
      new SharedBarrier(
          () -> {
            begun.add(new CompletableFuture<>());
            return begun.get(begun.size() - 1);
          });

  @Test
  void await_whileOneIsUnderWay_sharesTheNextAndNotThatOne() {
    CompletableFuture<Void> first = shared.await();
    CompletableFuture<Void> second = shared.await();
    CompletableFuture<Void> third = shared.await();
    assertThat(begun).hasSize(1);
    begun.get(0).complete(null);
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(begun).hasSize(2);
    begun.get(1).complete(null);
    assertThat(second).isCompleted();
    assertThat(third).isCompleted();
    assertThat(begun).hasSize(2);
  }

  @Test
  void await_afterAllHaveEnded_beginsAnew() {
    shared.await();
    begun.get(0).complete(null);
    CompletableFuture<Void> later = shared.await();
    assertThat(begun).hasSize(2);
    assertThat(later).isNotDone();
  }

  @Test
  void await_theOneUnderWayFails_theNextFailsWithItAndLaterOnesBeginAnew() {
    shared.await();
    CompletableFuture<Void> second = shared.await();
    begun.get(0).completeExceptionally(new ConsensusException.NoQuorum("none"));
    assertThat(second).isCompletedExceptionally();
    assertThat(begun).hasSize(1);
    shared.await();
    assertThat(begun).hasSize(2);
  }
}
