/**
 * The cache's source of truth, its directory of holders and its messages in Redis: one Lua script
 * per verb, one subscription per node.
 */
package selaras.cache.redis;
