package selaras.webhook;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import selaras.answers.Pending;
import selaras.queue.Consume;
import selaras.queue.ConsumeOutcome;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.Waiters;
import selaras.queue.WorkQueue;

/**
 * Sends the messages of one queue to its webhook: waits for them as any consumer does, calls, and
 * acknowledges what was answered with 2xx. Anything else gives the message back for later.
 *
 * <p>Thread-safe; parks no thread. The lease of a message is extended while its call is under way,
 * so it is short: when this node dies the message comes again soon, from another node.
 */
final class Pusher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Pusher.class.getName());
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  /** How often what an answer means is said to the queue, until the queue hears it. */
  private static final int TELLINGS = 10;

  /** What all webhooks of a node share. */
  record Shop(
      Waiters waiters,
      WorkQueue queue,
      WebhookCalls calls,
      CallsUnderWay underWay,
      WebhookLimits limits,
      Executor threads,
      ScheduledExecutorService timer) {}

  private final Webhook webhook;
  private final Shop shop;
  private final Pace pace;
  private CompletableFuture<ConsumeOutcome> waiting;
  private boolean taking;
  private volatile boolean closed;

  Pusher(Webhook webhook, Shop shop) {
    this.webhook = webhook;
    this.shop = shop;
    this.pace =
        new Pace(
            webhook.maxInFlight(),
            shop.limits().backoff(),
            ThreadLocalRandom.current()::nextDouble);
  }

  Webhook webhook() {
    return webhook;
  }

  void start() {
    shop.threads().execute(this::take);
  }

  /** Waits for as many messages as may be called now, unless it does so already. */
  private void take() {
    int free;
    synchronized (this) {
      free = closed || taking ? 0 : pace.free(System.nanoTime());
      if (free <= 0) {
        return;
      }
      taking = true;
    }
    try {
      int max = Math.min(free, shop.limits().inFlightMax());
      Consume command =
          new Consume(max, Optional.of(shop.limits().lease()), false, Optional.empty());
      CompletableFuture<ConsumeOutcome> outcome =
          shop.waiters().consume(webhook.queue(), command, WAIT, () -> !closed);
      remember(outcome);
      outcome.whenCompleteAsync(this::taken, shop.threads());
    } catch (RuntimeException e) {
      taken(null, e);
    }
  }

  private synchronized void remember(CompletableFuture<ConsumeOutcome> outcome) {
    waiting = outcome;
    if (closed) {
      outcome.cancel(false);
    }
  }

  private void taken(ConsumeOutcome outcome, Throwable failure) {
    List<Delivery> deliveries =
        outcome instanceof ConsumeOutcome.Delivered it ? it.deliveries() : List.of();
    synchronized (this) {
      taking = false;
      pace.begun(deliveries.size());
    }
    if (closed) {
      shop.waiters().handBack(webhook.queue(), deliveries);
      return;
    }
    deliveries.forEach(this::send);
    if (outcome instanceof ConsumeOutcome.Delivered) {
      take();
    } else {
      takeIn(AFTER_TROUBLE);
    }
  }

  private void takeIn(Duration pause) {
    shop.timer()
        .schedule(
            () -> shop.threads().execute(this::take), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void send(Delivery delivery) {
    if (!shop.underWay().begin(webhook.queue(), delivery)) {
      shop.waiters().handBack(webhook.queue(), List.of(delivery));
      return;
    }
    Future<?> extensions = keepLeased(delivery);
    CompletableFuture<Integer> call;
    try {
      call = shop.calls().call(webhook, delivery);
    } catch (RuntimeException e) {
      call = CompletableFuture.failedFuture(e);
    }
    call.whenCompleteAsync(
        (status, failure) -> answered(delivery, failure == null && status / 100 == 2, extensions),
        shop.threads());
  }

  private Future<?> keepLeased(Delivery delivery) {
    long millis = shop.limits().lease().toMillis() / 3;
    LeaseCommand extend =
        new LeaseCommand.Extend(
            delivery.receipt().toString(), Optional.of(shop.limits().lease()), Optional.empty());
    return shop.timer()
        .scheduleWithFixedDelay(
            () -> shop.threads().execute(() -> tell(extend)),
            millis,
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void answered(Delivery delivery, boolean accepted, Future<?> extensions) {
    Duration pause = result(accepted);
    if (shop.underWay().answered(delivery)) {
      settle(meaning(delivery, accepted), TELLINGS)
          .whenComplete(
              (done, failure) -> {
                extensions.cancel(false);
                shop.underWay().told();
              });
    }
    if (pause.isZero()) {
      take();
    } else {
      takeIn(pause);
    }
  }

  private synchronized Duration result(boolean accepted) {
    if (accepted) {
      pace.succeeded();
      return Duration.ZERO;
    }
    return pace.failed(System.nanoTime());
  }

  private LeaseCommand meaning(Delivery delivery, boolean accepted) {
    String receipt = delivery.receipt().toString();
    if (accepted) {
      return new LeaseCommand.Ack(receipt, Optional.empty());
    }
    double drawn = ThreadLocalRandom.current().nextDouble();
    Duration delay = shop.limits().backoff().after(delivery.deliveries(), drawn);
    return new LeaseCommand.Nack(receipt, delay, Optional.empty());
  }

  /**
   * Says it up to so many times, with the message leased meanwhile. What the queue does not hear at
   * all happens when the lease ends: the message comes again.
   *
   * @return ends when the queue has heard it or will not
   */
  private CompletableFuture<Boolean> settle(LeaseCommand command, int tellings) {
    return tell(command)
        .thenCompose(
            isHeard ->
                isHeard || tellings == 1
                    ? CompletableFuture.completedFuture(isHeard)
                    : CompletableFuture.supplyAsync(
                            () -> settle(command, tellings - 1), afterTrouble())
                        .thenCompose(Function.identity()));
  }

  private Executor afterTrouble() {
    return CompletableFuture.delayedExecutor(
        AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS, shop.threads());
  }

  /** Whether the queue has heard it. */
  private CompletableFuture<Boolean> tell(LeaseCommand command) {
    return Pending.begun(() -> shop.queue().settle(webhook.queue(), command))
        .handle(
            (outcome, failure) -> {
              if (failure != null) {
                LOG.log(Level.DEBUG, "a webhook's message was not settled", failure);
              }
              return failure == null;
            });
  }

  /**
   * Begins no more calls; those under way end, and what they mean is said to the queue. What comes
   * in spite of this is handed back.
   */
  @Override
  public synchronized void close() {
    closed = true;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }
}
