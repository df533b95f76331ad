package selaras.webhook;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import selaras.cluster.Admission;
import selaras.queue.Delivery;
import selaras.queue.Waiters;

/**
 * The webhook calls of this node that have no answer yet. A node that stops lets them end as it
 * does the calls of its clients; those that take longer it gives up, and their messages are had by
 * another node at once, as if they had not been delivered this time.
 *
 * <p>Thread-safe.
 */
final class CallsUnderWay {
  private final Admission admission;
  private final Waiters waiters;
  private final Map<Delivery, String> queues = new ConcurrentHashMap<>();

  CallsUnderWay(Admission admission, Waiters waiters) {
    this.admission = admission;
    this.waiters = waiters;
  }

  /** False if no call may begin, since the node stops. */
  boolean begin(String queue, Delivery delivery) {
    boolean mayBegin = admission.enter();
    if (mayBegin) {
      queues.put(delivery, queue);
    }
    return mayBegin;
  }

  /** What the answer means is said to the queue from now on. */
  void answered(Delivery delivery) {
    queues.remove(delivery);
  }

  /** It was said, or could not be. */
  void told() {
    admission.leave();
  }

  /** Hands back the messages of calls without an answer; ends when the queue has heard it. */
  CompletableFuture<Void> giveUp() {
    return CompletableFuture.allOf(
        queues.entrySet().stream()
            .map(call -> waiters.handBack(call.getValue(), List.of(call.getKey())))
            .toArray(CompletableFuture[]::new));
  }
}
