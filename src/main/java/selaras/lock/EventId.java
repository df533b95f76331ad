package selaras.lock;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in the log an event happened, the same on every node; as text {@code index-ordinal}.
 *
 * @param index of the log entry
 * @param ordinal among the events of the entry, from 1
 */
public record EventId(long index, int ordinal) implements Comparable<EventId> {
  /** Before all events, whose ordinals begin at 1. */
  public static final EventId BEGINNING = new EventId(0, 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,9})");

  /** After all events of an entry, and before those of the next one. */
  static EventId endOf(long index) {
    return new EventId(index, 999_999_999);
  }

  /** Empty when the text is no event id. */
  public static Optional<EventId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new EventId(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(EventId other) {
    int byIndex = Long.compare(index, other.index);
    return byIndex != 0 ? byIndex : Integer.compare(ordinal, other.ordinal);
  }

  @Override
  public String toString() {
    return index + "-" + ordinal;
  }
}
