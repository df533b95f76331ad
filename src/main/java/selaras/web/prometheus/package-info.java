/** Figures as Prometheus wants them; the only importer of its client. Imported by nobody. */
package selaras.web.prometheus;
