package selaras.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueLimitsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void new_sensibleValues_accepted() {
    assertThat(limits(SECOND, 5).defaults().maxDeliveries()).isEqualTo(5);
  }

  @Test
  void new_maxUnderDefault_namesBothKeys() {
    assertThatThrownBy(() -> limits(Duration.ofMillis(10), 5))
        .hasMessageContaining("queue.visibility.max_ms=10")
        .hasMessageContaining("queue.visibility_ms=1000");
  }

  @Test
  void new_zeroDeliveries_namesKeyAndValue() {
    assertThatThrownBy(() -> limits(SECOND, 0))
        .hasMessage("queue.deliveries.max must be at least 1: 0");
  }

  @Test
  void new_batchBeyondWhatAScriptTakes_refused() {
    assertThatThrownBy(() -> limits(SECOND, 5, 1001))
        .hasMessage("queue.batch.max must be from 1 to 1000: 1001");
  }

  private static QueueLimits limits(Duration visibilityMax, int maxDeliveries) {
    return limits(visibilityMax, maxDeliveries, 10);
  }

  private static QueueLimits limits(Duration visibilityMax, int maxDeliveries, int batchMax) {
    QueueDefinition defaults =
        new QueueDefinition(1, Ordering.FIFO, maxDeliveries, SECOND, 10, 10, 10, SECOND);
    return new QueueLimits(defaults, visibilityMax, 10, batchMax, 10, 10, 10, SECOND, SECOND);
  }
}
