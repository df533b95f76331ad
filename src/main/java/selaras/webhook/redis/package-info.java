/** The webhooks in Redis: one hash, and a number that says when it changed. */
package selaras.webhook.redis;
