/**
 * Locks with leases, first come first served, replicated by consensus.
 *
 * <p>{@link selaras.lock.LockTable} is the deterministic state machine; {@link selaras.lock.Locks}
 * is what callers use. Pure Java; knows nothing of HTTP, of Redis or of the Raft library.
 */
package selaras.lock;
