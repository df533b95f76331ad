/** Calls of webhooks by the HTTP client of the JDK. */
package selaras.webhook.http;
