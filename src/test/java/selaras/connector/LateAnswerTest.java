package selaras.connector;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.ResourceException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import selaras.connector.QueueInMemory.Extension;
import selaras.testing.Eventually;

/** The server waits for a message before it leases it, and answers when all is well otherwise. */
class LateAnswerTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final Duration LATE = VISIBILITY.plusSeconds(30);

  private final Chance nothingGoesWrong = new Chance(0);
  private final PassingTime time = new PassingTime();
  private final ContainerInMemory container = new ContainerInMemory(nothingGoesWrong);
  private final QueueInMemory queue =
      new QueueInMemory(
          time, VISIBILITY, nothingGoesWrong, most -> {}, container.committed::contains);

  /** One bean, so that no time passes while it works; each message is on its last delivery. */
  private final QueueConsumer consumer =
      new QueueConsumer(
          container,
          container,
          queue,
          new ActivationSettings(
              "queue",
              List.of(URI.create("http://unused")),
              1,
              VISIBILITY,
              1,
              Duration.ZERO,
              Duration.ZERO,
              Duration.ofSeconds(1),
              Duration.ofSeconds(10)),
          time);

  LateAnswerTest() {
    nothingGoesWrong.end();
  }

  /** Asks, is answered after so long, and delivers. */
  private void deliverAfter(Duration wait) throws Exception {
    long asked = time.getAsLong();
    queue.produce(7);
    queue.waits(wait);
    Lease lease = consumer.lease(queue.consume(1).get(0), asked);
    new Delivery(consumer, Endpoint.of(container), lease).run();
  }

  @Test
  void consume_eachAnswerLaterThanALease_allDoneAtTheirFirstDelivery() throws ResourceException {
    IntStream.range(0, 5).forEach(queue::produce);
    queue.waits(LATE);

    consumer.start();
    Eventually.holds("all settled", queue::isEmpty);
    consumer.stop();

    assertThat(container.committed).hasSize(5);
    assertThat(queue.mostDeliveries()).isEqualTo(1);
    assertThat(queue.givenUp()).isEmpty();
  }

  @Test
  void deliver_answerSoon_notExtended() throws Exception {
    deliverAfter(VISIBILITY.dividedBy(5));

    assertThat(container.committed).containsExactly("7");
    assertThat(queue.extensions()).isZero();
  }

  @Test
  void deliver_littleOfTheLeaseIsProven_extendedOnce() throws Exception {
    deliverAfter(VISIBILITY.dividedBy(3));

    assertThat(container.committed).containsExactly("7");
    assertThat(queue.extensions()).isEqualTo(1);
  }

  @Test
  void deliver_leaseHasEnded_noBeanAndTheNextHolderKeepsIt() throws Exception {
    queue.onExtend(Extension.REFUSED);
    deliverAfter(LATE);

    assertThat(container.mostAtWork).hasValue(0);
    assertThat(queue.givenUp()).isEmpty();
    assertThat(queue.isEmpty()).isFalse();
  }

  @Test
  void deliver_extensionUnanswered_noBeanAndGivenBackThoughOnItsLastDelivery() throws Exception {
    queue.onExtend(Extension.LOST);
    deliverAfter(LATE);

    assertThat(container.mostAtWork).hasValue(0);
    assertThat(queue.givenUp()).isEmpty();
    queue.waits(Duration.ZERO);
    assertThat(queue.consume(1)).hasSize(1);
  }
}
