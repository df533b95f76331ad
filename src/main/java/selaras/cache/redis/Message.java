package selaras.cache.redis;

import java.util.Optional;
import selaras.cache.Change;

/**
 * A text between nodes, as what is before the first bar, between the bars, and after the last one.
 * A key may contain bars; a number or a node's name cannot.
 */
record Message(String head, String middle, String tail) {

  /** {@code middle|tail}, empty if it is something else. */
  static Optional<Message> ofTwo(String text) {
    int bar = text.lastIndexOf('|');
    return bar < 0
        ? Optional.empty()
        : Optional.of(new Message("", text.substring(0, bar), text.substring(bar + 1)));
  }

  /** {@code head|middle|tail} with a number in front, empty if it is something else. */
  static Optional<Message> ofThree(String text) {
    int first = text.indexOf('|');
    int last = text.lastIndexOf('|');
    return first == last || !isNumber(text.substring(0, first))
        ? Optional.empty()
        : Optional.of(
            new Message(
                text.substring(0, first),
                text.substring(first + 1, last),
                text.substring(last + 1)));
  }

  /** {@code number|number before|key|sender}, empty if it is something else. */
  static Optional<Change> ofChange(String text) {
    return ofThree(text)
        .flatMap(
            outer ->
                ofThree(outer.middle() + '|' + outer.tail())
                    .map(m -> new Change(m.middle(), m.tail(), m.number(), outer.number())));
  }

  static String of(long head, long middle, String tail) {
    return head + "|" + middle + "|" + tail;
  }

  long number() {
    return Long.parseLong(head);
  }

  static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() < 19
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
