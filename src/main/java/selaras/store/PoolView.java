package selaras.store;

/**
 * The connections of one node to the store.
 *
 * @param active in use
 * @param idle open, and free
 * @param waiting callers that wait for one
 * @param limit that may be open at once
 * @param failures calls that the store did not answer, since this node started
 */
public record PoolView(int active, int idle, int waiting, int limit, long failures) {}
