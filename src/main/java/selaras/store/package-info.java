/**
 * The shared store beside the nodes: what may go wrong with it, and whom it refuses. Knows nothing
 * of Redis.
 */
package selaras.store;
