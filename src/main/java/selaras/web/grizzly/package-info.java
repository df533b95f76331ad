/** Hang-ups as Grizzly, the network layer of Payara, lets them be seen. Imported by nobody. */
package selaras.web.grizzly;
