package selaras.access;

import java.util.Optional;

/** Says who stands behind a bearer token. Thread-safe. */
public interface Tokens {
  /**
   * Looks a token up; empty when it proves nothing: it is unknown, forged or over.
   *
   * @throws TokensUnavailableException when that cannot be found out now
   */
  Optional<Proof> find(String token);

  /**
   * What a token proves.
   *
   * @param untilMillis by the wall clock, since 1970
   */
  record Proof(Caller caller, long untilMillis) {}
}
