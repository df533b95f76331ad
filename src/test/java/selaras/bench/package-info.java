/** Measurements that no build runs; each says with which command. */
package selaras.bench;
