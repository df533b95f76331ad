package selaras.lock;

import java.util.List;

/**
 * How one resource stands at one log time.
 *
 * @param permits it has for those who use it; 0 when nobody does
 * @param holders in the order of their grants, the first ones, 100 at most
 * @param waiters in the order in which they will be served, likewise
 * @param waiting how many wait
 * @param delayMillis how long it is kept from others after an expiry
 */
public record ResourceView(
    String resource,
    int permits,
    List<Holder> holders,
    List<Waiting> waiters,
    int waiting,
    long delayMillis) {

  /** Of the names in it. */
  int chars() {
    return resource.length()
        + holders.stream().mapToInt(holder -> holder.holderId().length()).sum()
        + waiters.stream().mapToInt(waiter -> waiter.holderId().length()).sum();
  }

  /** Nobody holds it or waits for it. */
  public static ResourceView free(String resource) {
    return new ResourceView(resource, 0, List.of(), List.of(), 0, 0);
  }

  /** Somebody in the queue, and how long it will stay there. */
  public record Waiting(String holderId, LockMode mode, int count, long remainingMillis) {}
}
