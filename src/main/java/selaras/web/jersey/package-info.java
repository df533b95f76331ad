/** What is special to Jersey, the JAX-RS of the server. */
package selaras.web.jersey;
