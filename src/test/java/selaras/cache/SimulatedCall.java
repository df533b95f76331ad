package selaras.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import selaras.store.StoreUnavailableException;

/**
 * A call of a node to the origin of the {@link Simulation}, which is carried out and then answered,
 * or loses its answer.
 */
final class SimulatedCall<T> {
  final SimulatedNode node;
  final String key;

  /** What a reader at the node had seen of the key when the call began. */
  final int floor;

  boolean isExecuted;

  /** Of the key at the origin, after the call was carried out. */
  int state;

  private final Supplier<T> work;
  private final ToLongFunction<T> change;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private T reply;

  /**
   * @param change the number of the change that a reply tells of; 0 if it made none
   */
  SimulatedCall(SimulatedNode node, String key, Supplier<T> work, ToLongFunction<T> change) {
    this.node = node;
    this.key = key;
    this.floor = node.seen(key);
    this.work = work;
    this.change = change;
  }

  void execute() {
    reply = work.get();
    isExecuted = true;
  }

  /** The number of the change it made; 0 if it made none. */
  long sequence() {
    return change.applyAsLong(reply);
  }

  CompletableFuture<T> future() {
    return answer;
  }

  void answer() {
    answer.complete(reply);
  }

  void lose() {
    answer.completeExceptionally(new StoreUnavailableException("lost", true, null));
  }
}
