/** The shared store beside the nodes: what may go wrong with it. Knows nothing of Redis. */
package selaras.store;
