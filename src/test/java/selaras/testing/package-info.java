/** What the acceptance tests stand on: real nodes, a real Redis, a small HTTP client. */
package selaras.testing;
