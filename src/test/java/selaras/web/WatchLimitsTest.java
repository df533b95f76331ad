package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WatchLimitsTest {
  @Test
  void addresses_areReadByName() {
    assertThat(WatchLimits.addresses("")).isEmpty();
    assertThat(WatchLimits.addresses("node-1=http://a:1, node-2=https://b/"))
        .isEqualTo(Map.of("node-1", "http://a:1", "node-2", "https://b"));
  }

  @Test
  void wrongOnes_areRefusedByTheNameOfTheirKey() {
    assertThatThrownBy(() -> WatchLimits.addresses("node-1=javascript:alert(1)"))
        .hasMessageContaining("console.nodes");
    assertThatThrownBy(
            () -> new WatchLimits(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Map.of()))
        .hasMessageContaining("console.watchers.max");
  }
}
