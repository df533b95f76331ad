/** What a client may rely on, checked on three real nodes with a real Redis. */
package selaras.acceptance;
