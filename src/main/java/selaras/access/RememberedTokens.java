package selaras.access;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Remembers for a while what tokens prove, so that a call pays for no digest and no signature; a
 * token that was taken back holds for that while, too. What proves nothing is not remembered.
 *
 * <p>Thread-safe and bounded: when there are too many, all are forgotten.
 */
public final class RememberedTokens implements Tokens {
  private final Tokens tokens;
  private final int max;
  private final long ageMillis;
  private final LongSupplier wallMillis;
  private final Map<Secret, Proof> known = new ConcurrentHashMap<>();

  /**
   * @param wallMillis a wall clock, since tokens end by it
   */
  public RememberedTokens(Tokens tokens, int max, Duration age, LongSupplier wallMillis) {
    this.tokens = tokens;
    this.max = max;
    this.ageMillis = age.toMillis();
    this.wallMillis = wallMillis;
  }

  @Override
  public Optional<Proof> find(String token) {
    Secret secret = new Secret(token);
    long now = wallMillis.getAsLong();
    Proof proof = known.get(secret);
    return proof != null && now < proof.untilMillis() ? Optional.of(proof) : ask(secret, now);
  }

  private Optional<Proof> ask(Secret secret, long now) {
    Optional<Proof> found = tokens.find(secret.token);
    if (found.isEmpty()) {
      known.remove(secret);
      return found;
    }
    if (known.size() >= max && !known.containsKey(secret)) {
      known.clear();
    }
    Proof proof = found.get();
    long until = Math.min(proof.untilMillis(), now + ageMillis);
    known.put(secret, new Proof(proof.caller(), until));
    return found;
  }

  /** Compared in a time that says nothing about where two of them differ. */
  private static final class Secret {
    private final String token;

    private Secret(String token) {
      this.token = token;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Secret secret && isEqual(token, secret.token);
    }

    private static boolean isEqual(String one, String other) {
      int difference = one.length() ^ other.length();
      for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
        difference |= one.charAt(i) ^ other.charAt(i);
      }
      return difference == 0;
    }

    @Override
    public int hashCode() {
      return token.hashCode();
    }
  }
}
