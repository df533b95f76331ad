package selaras.access;

import java.util.List;
import java.util.Optional;

/** Tokens of several kinds: the first that knows one says whose it is. As thread-safe as these. */
public final class EitherTokens implements Tokens {
  private final List<Tokens> kinds;

  public EitherTokens(List<Tokens> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  @Override
  public Optional<Proof> find(String token) {
    for (Tokens kind : kinds) {
      Optional<Proof> proof = kind.find(token);
      if (proof.isPresent()) {
        return proof;
      }
    }
    return Optional.empty();
  }
}
