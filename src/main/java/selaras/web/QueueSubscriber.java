package selaras.web;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import selaras.queue.ConsumeOutcome;
import selaras.queue.Delivery;
import selaras.queue.Subscriber;
import selaras.store.StoreUnavailableException;

/** Sends one client the messages of a queue; belongs to one thread. */
final class QueueSubscriber implements Streams.Teller {
  /** After so long without a message comes a comment, which finds out whether the client lives. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String queue;
  private final Subscriber subscriber;
  private final EventStream stream;
  private long lastWrite;

  QueueSubscriber(String queue, Subscriber subscriber, EventStream stream) {
    this.queue = queue;
    this.subscriber = subscriber;
    this.stream = stream;
  }

  @Override
  public void run() throws IOException, InterruptedException {
    try (subscriber) {
      write(new SseText().comment("subscribed").end());
      while (tellNext()) {
        if (untilHeartbeat().isNegative()) {
          write(new SseText().comment("still here").end());
        }
      }
    }
  }

  /** False when the client has to go on elsewhere. */
  private boolean tellNext() throws IOException, InterruptedException {
    return switch (next()) {
      case ConsumeOutcome.Delivered it -> tell(it.deliveries());
      case ConsumeOutcome.TooManyWaiters it -> false;
      case ConsumeOutcome.NodeStops it -> false;
    };
  }

  /** While the store does not answer there is nothing to tell. */
  private ConsumeOutcome next() throws InterruptedException {
    try {
      Duration time = untilHeartbeat();
      return subscriber.next(time.isNegative() ? Duration.ZERO : time);
    } catch (StoreUnavailableException e) {
      System.getLogger(QueueSubscriber.class.getName()).log(Level.DEBUG, "a subscriber waits", e);
      Thread.sleep(PAUSE);
      return new ConsumeOutcome.Delivered(List.of());
    }
  }

  private Duration untilHeartbeat() {
    return HEARTBEAT.minusNanos(System.nanoTime() - lastWrite);
  }

  /** A client that reads slowly is not sent messages whose lease is over; the first one is new. */
  private boolean tell(List<Delivery> deliveries) throws IOException {
    int told = 0;
    try {
      for (Delivery delivery : deliveries) {
        if (told > 0 && !subscriber.isHeld(delivery)) {
          break;
        }
        String json = JsonShape.text(QueueAnswers.pushed(queue, delivery));
        write(new SseText().event("message").data(json).end());
        told++;
      }
    } finally {
      if (told < deliveries.size()) {
        subscriber.unsent(deliveries.subList(told, deliveries.size()));
      }
    }
    return true;
  }

  private void write(SseText text) throws IOException {
    stream.write(text.take());
    lastWrite = System.nanoTime();
  }
}
