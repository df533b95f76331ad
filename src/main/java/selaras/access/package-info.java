/**
 * Who calls, what they may do, and what is theirs: roles, principals, the tokens that prove them,
 * and how often one may call.
 */
package selaras.access;
