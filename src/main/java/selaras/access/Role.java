package selaras.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do. Each may do what those before it may. */
public enum Role {
  /** Known by name, and may do nothing. */
  NONE,
  /** Looks at what there is. */
  READER,
  /** Takes locks, messages and entries of the cache, and gives back what it took itself. */
  CLIENT,
  /** Does everything, also to what others took. */
  OPERATOR;

  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As the configuration and the API say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that word, if there is one. */
  public static Optional<Role> of(String word) {
    return Stream.of(READER, CLIENT, OPERATOR).filter(role -> role.word().equals(word)).findFirst();
  }
}
