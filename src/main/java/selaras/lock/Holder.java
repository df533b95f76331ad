package selaras.lock;

/**
 * Somebody who holds a resource.
 *
 * @param resource held
 * @param holderId the name it gave itself
 * @param lockId of its lock
 * @param mode in which it holds the resource
 * @param count permits it has of it
 * @param fencingToken of its lock
 * @param remainingMillis of its lease, in log time
 */
public record Holder(
    String resource,
    String holderId,
    String lockId,
    LockMode mode,
    int count,
    long fencingToken,
    long remainingMillis) {}
