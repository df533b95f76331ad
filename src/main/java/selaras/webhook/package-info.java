/**
 * Messages of a queue sent to an address: which webhooks there are, who sends them, how fast, and
 * what becomes of a message whose call failed. Pure Java; knows nothing of Redis, or how a call is
 * made.
 */
package selaras.webhook;
