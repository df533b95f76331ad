/** The queue on Redis: one atomic script per verb, all keys of a partition in one hash slot. */
package selaras.queue.redis;
