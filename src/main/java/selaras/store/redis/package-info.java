/** Redis as the shared store: one pooled client, the Lua scripts run on it, and subscriptions. */
package selaras.store.redis;
