/** What several tests need: real servers that start, die and come back. */
package selaras.testing;
