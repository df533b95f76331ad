package selaras.webhook;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import selaras.cluster.Admission;
import selaras.queue.Waiters;
import selaras.queue.WorkQueue;

/**
 * Sends, on this node, for the queues that it owns; looks at an interval which they are and what
 * their webhooks say. Two nodes may send for one queue while it changes its owner, which the leases
 * keep apart.
 *
 * <p>One daemon thread looks, a few make the calls' ends known. While the store fails, those who
 * send go on as they are.
 */
public final class WebhookKeeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WebhookKeeper.class.getName());
  private static final int THREADS = 8;

  /** For which a node that stops waits until the queues have heard what it gives up. */
  private static final Duration GIVING_UP = Duration.ofSeconds(1);

  private final Webhooks webhooks;
  private final AllowedHosts hosts;
  private final Predicate<String> isOwnedHere;
  private final Pusher.Shop shop;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("webhooks-", 1).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("webhook-keeper").factory());
  private final Map<String, Pusher> pushers = new HashMap<>();
  private final CallsUnderWay underWay;
  private boolean failing;
  private boolean stopped;

  /**
   * @param isOwnedHere whether this node sends for the queue of that name
   * @param admission calls of webhooks are under way as those of clients are: it ends them all
   */
  public WebhookKeeper(
      Webhooks webhooks,
      AllowedHosts hosts,
      Predicate<String> isOwnedHere,
      Waiters waiters,
      WorkQueue queue,
      WebhookCalls calls,
      Admission admission,
      WebhookLimits limits) {
    this.webhooks = webhooks;
    this.hosts = hosts;
    this.isOwnedHere = isOwnedHere;
    this.underWay = new CallsUnderWay(admission, waiters);
    this.shop = new Pusher.Shop(waiters, queue, calls, underWay, limits, threads, timer);
    admission.endWaitsBy(this::stop);
  }

  public void start(Duration interval) {
    long millis = interval.toMillis();
    timer.scheduleWithFixedDelay(this::lookSafely, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.log(Level.WARNING, "webhooks are as they were: " + e.getMessage());
      }
      failing = true;
    }
  }

  private void look() {
    push(
        webhooks.all().stream()
            .filter(webhook -> isOwnedHere.test(webhook.queue()) && hosts.allows(webhook.url()))
            .toList());
  }

  /** Stops those that are not to be as they are, starts those that are missing. */
  private synchronized void push(List<Webhook> mine) {
    if (stopped) {
      return;
    }
    pushers
        .values()
        .removeIf(
            pusher -> {
              boolean over = !mine.contains(pusher.webhook());
              if (over) {
                pusher.close();
              }
              return over;
            });
    for (Webhook webhook : mine) {
      pushers.computeIfAbsent(webhook.queue(), queue -> begin(webhook));
    }
  }

  private Pusher begin(Webhook webhook) {
    Pusher pusher = new Pusher(webhook, shop);
    pusher.start();
    return pusher;
  }

  /** Begins no more calls. */
  private synchronized void stop() {
    stopped = true;
    pushers.values().forEach(Pusher::close);
    pushers.clear();
  }

  /** Gives up the calls under way as well, for other nodes to make. */
  @Override
  public void close() {
    stop();
    timer.shutdownNow();
    if (!threads.isShutdown()) {
      CompletableFuture.supplyAsync(underWay::giveUp, threads)
          .thenCompose(Function.identity())
          .completeOnTimeout(null, GIVING_UP.toMillis(), TimeUnit.MILLISECONDS)
          .join();
      threads.shutdown();
    }
  }
}
