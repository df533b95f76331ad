package selaras.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens that somebody made and handed out, each known by its SHA-256 alone: one a line, {@code
 * name role sha256}, where several may have one name. An empty line or one that begins with {@code
 * #} says nothing.
 *
 * <p>Immutable. Compared are digests, so that the time a look takes says nothing about a token.
 */
public final class StaticTokens implements Tokens {
  private static final Pattern LINE =
      Pattern.compile("(\\S+)\\s+(reader|client|operator)\\s+([0-9a-fA-F]{64})");

  private final Map<String, Proof> proofs = new HashMap<>();

  /**
   * Throws when a line is wrong, and says which one and nothing of what is in it.
   *
   * @param where the lines are from, for the message
   */
  public StaticTokens(String where, Collection<String> lines) {
    int number = 0;
    for (String line : lines) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        add(where + ", line " + number, text);
      }
    }
  }

  private void add(String where, String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          where + ": must be a name, reader, client or operator, and 64 hexadecimal digits");
    }
    Caller caller = new Caller(parts.group(1), Role.of(parts.group(2)).orElseThrow());
    String digest = parts.group(3).toLowerCase(Locale.ROOT);
    if (proofs.put(digest, new Proof(caller, Long.MAX_VALUE)) != null) {
      throw new IllegalArgumentException(where + ": the same token was there before");
    }
  }

  public boolean isEmpty() {
    return proofs.isEmpty();
  }

  @Override
  public Optional<Proof> find(String token) {
    return Optional.ofNullable(proofs.get(Sha256.of(token)));
  }
}
