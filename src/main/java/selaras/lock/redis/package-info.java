/** The mirror of the lock table in Redis; nothing here is on the path of a lock call. */
package selaras.lock.redis;
