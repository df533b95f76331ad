package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.queue.QueueStats;

class QueueDeskAnswersTest {
  @Test
  void queues_oneTooBusy_namedWithoutFigures() {
    var stats = new QueueStats(1, 2, 3, 4, 5, Duration.ofMillis(6), 7, 8, 9, 0, 0, 0);
    var answer =
        new QueueDeskAnswers.QueuesAnswer(
            true,
            List.of(
                QueueDeskAnswers.stats(null, "cold", stats),
                new QueueDeskAnswers.BusyAnswer("hot")));

    assertThat(JsonShape.text(answer))
        .startsWith(
            "{\"success\":true,\"queues\":[{\"queue\":\"cold\",\"depth\":1,\"in_flight\":2,")
        .endsWith("},{\"queue\":\"hot\"}]}");
  }
}
