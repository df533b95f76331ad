package selaras.queue;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proof of one delivery of one message. Only the latest delivery's receipt settles the message, and
 * the token makes it impossible to guess.
 *
 * <p>As text: {@code <message id>.<delivery>.<token>}. Clients treat it as opaque.
 *
 * @param messageId the message delivered
 * @param delivery 1 for its first delivery
 * @param token letters and digits, drawn for the call that consumed it and marked as the consumer's
 */
public record Receipt(MessageId messageId, int delivery, String token) {
  private static final Pattern TEXT =
      Pattern.compile("(" + MessageId.TEXT + ")\\.([0-9]{1,9})\\.([0-9a-z]{1,64})");

  /** The token of what may be a receipt. */
  public static String tokenOf(String text) {
    return text.substring(text.lastIndexOf('.') + 1);
  }

  /** Reads a receipt back; empty for a text that no queue ever gave out. */
  public static Optional<Receipt> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? MessageId.parse(parts.group(1))
            .map(id -> new Receipt(id, Integer.parseInt(parts.group(5)), parts.group(6)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return messageId + "." + delivery + "." + token;
  }
}
