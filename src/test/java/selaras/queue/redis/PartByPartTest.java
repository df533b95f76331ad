package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import selaras.answers.Pending;
import selaras.queue.Partition;
import selaras.queue.QueueBusyException;
import selaras.store.StoreUnavailableException;

class PartByPartTest {
  private static final RuntimeException BUSY = new QueueBusyException("busy");
  private static final RuntimeException DOWN = new StoreUnavailableException("down", false, null);
  private static final int NONE = -1;

  private final List<CompletableFuture<Void>> begun = new ArrayList<>();

  /** Three parts, each begun only when the one before has ended. */
  private CompletableFuture<Void> run() {
    Map<Partition, Integer> parts = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      parts.put(new Partition("orders", i), i);
    }
    return PartByPart.run(
        parts,
        (partition, index) -> {
          assertThat(begun).hasSize(index).allMatch(CompletableFuture::isDone);
          begun.add(new CompletableFuture<>());
          return begun.get(index);
        });
  }

  private void runFailing(int failing, RuntimeException failure) {
    CompletableFuture<Void> all = run();
    for (int i = 0; i < begun.size(); i++) {
      assertThat(all).isNotDone();
      if (i == failing) {
        begun.get(i).completeExceptionally(failure);
      } else {
        begun.get(i).complete(null);
      }
    }
    Pending.await(all);
  }

  @Test
  void run_noneFails_oneAfterTheOther() {
    runFailing(NONE, BUSY);
    assertThat(begun).hasSize(3);
  }

  @Test
  void run_firstPartFails_asItSays() {
    assertThatThrownBy(() -> runFailing(0, BUSY)).isSameAs(BUSY);
    begun.clear();
    assertThatThrownBy(() -> runFailing(0, DOWN)).isSameAs(DOWN);
  }

  @Test
  void run_laterPartFails_mayHaveHappened() {
    assertMayHaveHappened(BUSY);
    assertMayHaveHappened(DOWN);
  }

  private void assertMayHaveHappened(RuntimeException failure) {
    begun.clear();
    assertThatThrownBy(() -> runFailing(1, failure))
        .isInstanceOf(StoreUnavailableException.class)
        .hasCause(failure)
        .extracting(e -> ((StoreUnavailableException) e).mayHaveHappened())
        .isEqualTo(true);
    assertThat(begun).hasSize(2);
  }
}
