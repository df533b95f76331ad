package selaras.lock;

import java.util.List;

/**
 * Somebody who stands in the queue of each resource it wants.
 *
 * @param arrival counts the waiters; tells who came first
 * @param deadline the log time at which it leaves
 */
record Waiter(
    long arrival,
    String requestId,
    String lockId,
    String holderId,
    List<Want> wants,
    long leaseMillis,
    long deadline) {

  LockMode modeOf(String resource) {
    return Want.modeOf(resource, wants);
  }
}
