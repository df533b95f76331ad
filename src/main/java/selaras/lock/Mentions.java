package selaras.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What an answer names of those who hold, wait or are in a cycle: the first ones, of whom there can
 * be any number with names of any length. An answer travels through consensus together with a
 * thousand others, and each node keeps all of these until the next ones.
 */
final class Mentions {
  /** So many at most. */
  static final int MOST = 100;

  /** Characters of their names together; the first one is named whatever its length. */
  static final int MOST_CHARS = 4_000;

  private Mentions() {}

  static List<Holder> ofHolders(Stream<Holder> all) {
    return of(
        all,
        holder ->
            holder.resource().length() + holder.holderId().length() + holder.lockId().length());
  }

  static <T> List<T> of(Stream<T> all, ToIntFunction<T> chars) {
    return of(all, MOST, MOST_CHARS, chars);
  }

  /** The first ones, within these bounds, of which the second does not hold for the very first. */
  static <T> List<T> of(Stream<T> all, int most, int mostChars, ToIntFunction<T> chars) {
    List<T> named = new ArrayList<>();
    int room = mostChars;
    for (T each : (Iterable<T>) all.limit(most)::iterator) {
      room -= chars.applyAsInt(each);
      if (room < 0 && !named.isEmpty()) {
        break;
      }
      named.add(each);
    }
    return named;
  }
}
