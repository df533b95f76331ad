package selaras.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import selaras.cluster.Admission;
import selaras.queue.Delivery;
import selaras.queue.Waiters;

/**
 * The webhook calls of this node that have no answer yet. A node that stops lets them end as it
 * does the calls of its clients, what their answers mean included; those that take longer it gives
 * up, and their messages are had by another node as if they had not been delivered this time.
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

  /**
   * There is an answer. Unless this is false, since the call was given up, what the answer means is
   * to be said to the queue, and then {@link #told}.
   */
  boolean answered(Delivery delivery) {
    return queues.remove(delivery) != null;
  }

  /** The queue has heard what the answer meant, or will not hear it. */
  void told() {
    admission.leave();
  }

  /** Hands back the messages of calls without an answer; ends when their queues have heard it. */
  CompletableFuture<Void> giveUp() {
    List<CompletableFuture<Void>> handedBack = new ArrayList<>();
    queues.forEach(
        (delivery, queue) -> {
          if (answered(delivery)) {
            handedBack.add(waiters.handBack(queue, List.of(delivery)));
            admission.leave();
          }
        });
    return CompletableFuture.allOf(handedBack.toArray(CompletableFuture[]::new));
  }
}
