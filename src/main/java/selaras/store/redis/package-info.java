/** Redis as the shared store: one pooled client and the Lua scripts run on it. */
package selaras.store.redis;
