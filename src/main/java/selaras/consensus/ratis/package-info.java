/** Raft by Apache Ratis; the only package that knows it. */
package selaras.consensus.ratis;
