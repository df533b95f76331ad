/** Tokens that an issuer signs: MicroProfile JWT, verified by Nimbus. */
package selaras.access.jwt;
