package selaras.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void take_hotQueueFull_refusedWhileOthersAreServed() {
    Turns turns = new Turns(2);

    String served =
        turns.take("hot", () -> turns.take("hot", () -> turns.take("cold", () -> "ok")));

    assertThat(served).isEqualTo("ok");
    assertThatThrownBy(
            () -> turns.take("hot", () -> turns.take("hot", () -> turns.take("hot", () -> "ok"))))
        .isInstanceOf(QueueBusyException.class);
    assertThat(turns.take("hot", () -> "ok")).isEqualTo("ok");
  }

  @Test
  void take_callFails_givesItsTurnBack() {
    Turns turns = new Turns(1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> turns.take("hot", () -> List.of().iterator().next()))
          .isInstanceOf(NoSuchElementException.class);
    }
    assertThat(turns.take("hot", () -> 7)).isEqualTo(7);
  }
}
