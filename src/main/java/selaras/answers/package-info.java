/** Answers that are still to come, and the threads on which callers get them. */
package selaras.answers;
