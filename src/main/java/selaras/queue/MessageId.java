package selaras.queue;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message is: {@code <partition>-<sequence>-<random>} as text, which clients treat as
 * opaque.
 *
 * @param partition the index of its partition
 * @param sequence its place in the order of that, a number
 * @param random makes the id unique even if the store lost its last second
 */
public record MessageId(int partition, String sequence, String random) {
  static final String TEXT = "([0-9]{1,4})-([0-9]{1,16})-([0-9a-z]{1,32})";
  private static final Pattern PATTERN = Pattern.compile(TEXT);

  /** Empty for a text that is no id of any queue. */
  public static Optional<MessageId> parse(String text) {
    Matcher parts = PATTERN.matcher(text);
    return parts.matches()
        ? Optional.of(
            new MessageId(Integer.parseInt(parts.group(1)), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return partition + "-" + sequence + "-" + random;
  }
}
