package selaras.access;

import java.util.Optional;

/**
 * The principal whose something is: a lock, a session, a delivery, a request id.
 *
 * <p>What clients name themselves is told apart by {@link #scope}: two principals may use the same
 * word and mean different things. What a node draws carries a {@link #mark}, which is no secret:
 * the table and the queue know the marked id as it was given out, so a mark that somebody makes
 * anew for another principal is that of an id that does not exist.
 *
 * <p>Immutable; everything of {@link #NOBODY} is as it is without owners.
 *
 * @param principal its name; empty: nobody in particular, where callers have no names
 */
public record Owner(String principal) {
  public static final Owner NOBODY = new Owner("");

  /** Characters of a principal's name at most. */
  public static final int NAME_MAX = 128;

  /** In no name: those have no control characters. */
  private static final char SEPARATOR = '\u001f';

  /** 96 bits: to be the owner of somebody else's id takes a second preimage. */
  private static final int MARK_DIGITS = 24;

  public Owner {
    if (principal.length() > NAME_MAX || principal.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the name of a principal has at most " + NAME_MAX + " characters and none to control");
    }
  }

  private boolean isNobody() {
    return principal.isEmpty();
  }

  /** A word of this owner; an empty one stays empty. */
  public String scope(String word) {
    return isNobody() || word.isEmpty() ? word : principal + SEPARATOR + word;
  }

  public Optional<String> scope(Optional<String> word) {
    return isNobody() ? word : word.map(this::scope);
  }

  /** The word without its owner. */
  public static String wordOf(String scoped) {
    return scoped.substring(scoped.indexOf(SEPARATOR) + 1);
  }

  /** The name of a word's owner; null, as members of answers are that say nothing, for nobody's. */
  public static String principalOf(String scoped) {
    int end = scoped.indexOf(SEPARATOR);
    return end < 0 ? null : scoped.substring(0, end);
  }

  /**
   * Makes an id this owner's.
   *
   * @param drawn unique, of letters and digits
   */
  public String mark(String drawn) {
    return isNobody() ? drawn : drawn + digest(drawn);
  }

  /** Whether an id was marked for this owner; all are nobody's. */
  public boolean owns(String id) {
    int end = id.length() - MARK_DIGITS;
    return isNobody() || (end > 0 && id.endsWith(digest(id.substring(0, end))));
  }

  private String digest(String drawn) {
    return Sha256.of(drawn + SEPARATOR + principal).substring(0, MARK_DIGITS);
  }
}
