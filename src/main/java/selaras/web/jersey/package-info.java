/** What Jersey, the JAX-RS of the server, does faster when told. Without it all works the same. */
package selaras.web.jersey;
