package selaras.connector;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.ResourceException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import selaras.testing.Eventually;

/** A consumer between a container and a queue in which everything goes wrong now and then. */
class QueueConsumerTest {
  private static final Duration VISIBILITY = Duration.ofMillis(200);
  private static final int MESSAGES = 60;
  private static final int CONCURRENCY = 4;
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final Chance chance = new Chance(seed);
  private final PassingTime time = new PassingTime();
  private final ContainerInMemory container = new ContainerInMemory(chance);
  private final AtomicInteger withoutEndpoint = new AtomicInteger();
  private final QueueInMemory queue =
      new QueueInMemory(time, VISIBILITY, chance, this::asked, container.committed::contains);
  private final QueueConsumer consumer =
      new QueueConsumer(
          container,
          container,
          queue,
          new ActivationSettings(
              "queue",
              List.of(URI.create("http://unused")),
              CONCURRENCY,
              VISIBILITY,
              Integer.MAX_VALUE,
              Duration.ZERO,
              Duration.ZERO,
              Duration.ofSeconds(1),
              BOUND),
          time);

  private void asked(int most) {
    if (most > container.endpoints.get() - container.atWork.get()) {
      withoutEndpoint.incrementAndGet();
    }
  }

  @Test
  void consume_everythingGoesWrongNowAndThen_allDoneNoneAcknowledgedBefore()
      throws ResourceException {
    IntStream.range(0, MESSAGES).forEach(queue::produce);

    consumer.start();
    Eventually.holds("half done, seed " + seed, BOUND, () -> container.committed.size() > 30);
    chance.end();
    Eventually.holds("all settled, seed " + seed, BOUND, queue::isEmpty);
    consumer.stop();

    assertThat(container.committed).as("seed " + seed).hasSize(MESSAGES);
    assertThat(queue.wronglyAcknowledged()).as("seed " + seed).isEmpty();
    assertThat(queue.givenUp()).as("seed " + seed).isEmpty();
    assertThat(container.mostAtWork).as("seed " + seed).hasValueLessThanOrEqualTo(CONCURRENCY);
    assertThat(withoutEndpoint).as("seed " + seed).hasValue(0);
    assertThat(container.endpoints).as("not released, seed " + seed).hasValue(0);
  }

  @Test
  void stop_inTheMiddle_whatIsNotDoneIsStillThere() throws ResourceException {
    IntStream.range(0, MESSAGES).forEach(queue::produce);

    consumer.start();
    Eventually.holds("some done, seed " + seed, BOUND, () -> container.committed.size() > 5);
    consumer.stop();

    assertThat(container.endpoints).as("not released, seed " + seed).hasValue(0);
    assertThat(container.atWork).as("seed " + seed).hasValue(0);
    assertThat(queue.wronglyAcknowledged()).as("seed " + seed).isEmpty();
  }
}
