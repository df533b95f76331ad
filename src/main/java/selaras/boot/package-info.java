/**
 * Puts the parts together: reads the configuration once, makes each part, starts and stops them.
 */
package selaras.boot;
