package selaras.lock;

/**
 * How much a lock table holds.
 *
 * @param locks that are held
 * @param waiters in all queues
 * @param sessions that are open
 * @param resources that somebody holds, waits for, or is kept from
 */
public record LockSizes(int locks, int waiters, int sessions, int resources) {}
