package selaras.lock;

/**
 * Somebody who holds a resource.
 *
 * @param holderId the name it gave itself
 * @param lockId of its lock
 * @param mode in which it holds the resource
 * @param fencingToken of its lock
 * @param remainingMillis of its lease, in log time
 */
public record Holder(
    String holderId, String lockId, LockMode mode, long fencingToken, long remainingMillis) {}
