/**
 * The queue as its callers see it: messages, leases and their outcomes, where a partition is placed
 * and who keeps it tidy. Pure Java; knows nothing of Redis, HTTP or CDI.
 */
package selaras.queue;
