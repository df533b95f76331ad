package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import selaras.queue.Partition;
import selaras.queue.QueueBusyException;
import selaras.store.StoreUnavailableException;

class PartByPartTest {
  private static final RuntimeException BUSY = new QueueBusyException("busy");
  private static final RuntimeException DOWN = new StoreUnavailableException("down", false, null);

  /** Two parts, of which the one with this index fails. */
  private static void run(int failing, RuntimeException failure) {
    Map<Partition, Integer> parts = new LinkedHashMap<>();
    parts.put(new Partition("orders", 0), 0);
    parts.put(new Partition("orders", 1), 1);
    PartByPart.run(
        parts,
        (partition, index) -> {
          if (index == failing) {
            throw failure;
          }
        });
  }

  @Test
  void run_firstPartFails_asItSays() {
    assertThatThrownBy(() -> run(0, BUSY)).isSameAs(BUSY);
    assertThatThrownBy(() -> run(0, DOWN)).isSameAs(DOWN);
  }

  @Test
  void run_laterPartFails_mayHaveHappened() {
    assertMayHaveHappened(BUSY);
    assertMayHaveHappened(DOWN);
  }

  private static void assertMayHaveHappened(RuntimeException failure) {
    assertThatThrownBy(() -> run(1, failure))
        .isInstanceOf(StoreUnavailableException.class)
        .hasCause(failure)
        .extracting(e -> ((StoreUnavailableException) e).mayHaveHappened())
        .isEqualTo(true);
  }
}
