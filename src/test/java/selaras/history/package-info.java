/**
 * Whether what clients saw of the locks can be explained: a recorder, the specification of one lock
 * with leases, a search for an order that satisfies it, and real clients on a cluster that is hurt.
 */
package selaras.history;
