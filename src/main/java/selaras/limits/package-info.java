/** What values of the configuration may be. Knows nothing else of Selaras. */
package selaras.limits;
