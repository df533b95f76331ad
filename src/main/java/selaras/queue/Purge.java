package selaras.queue;

import java.util.Optional;

/**
 * Remove messages without delivering them.
 *
 * @param messages those to be had, leased, delayed and waiting
 * @param deadLetters the dead letters
 * @param requestId the same id within {@link QueueLimits#rememberFor} removes nothing more
 */
public record Purge(boolean messages, boolean deadLetters, Optional<String> requestId) {}
