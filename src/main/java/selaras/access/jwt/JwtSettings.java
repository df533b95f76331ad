package selaras.access.jwt;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import selaras.access.Role;
import selaras.limits.Bound;

/**
 * Which signed tokens are good; the keys are those of MicroProfile JWT 2.1.
 *
 * @param issuer in {@code iss}
 * @param key the public key: PEM, a JWK or a JWK set
 * @param location where such a key is: a file, or the address of a JWK set
 * @param audiences one of these in {@code aud}; none: whatever is there
 * @param skew by which the clocks of the issuer and of this node may differ
 * @param groups that make their members readers, clients and operators
 */
public record JwtSettings(
    String issuer,
    Optional<String> key,
    Optional<String> location,
    Set<String> audiences,
    Duration skew,
    Map<Role, Set<String>> groups) {
  public JwtSettings {
    audiences = Set.copyOf(audiences);
    groups = Map.copyOf(groups);
    if (issuer.isEmpty()) {
      throw new IllegalArgumentException("security.mode=jwt needs mp.jwt.verify.issuer");
    }
    if (key.isPresent() == location.isPresent()) {
      throw new IllegalArgumentException(
          "security.mode=jwt needs one of mp.jwt.verify.publickey and mp.jwt.verify.publickey.location");
    }
    Bound.atLeast("mp.jwt.verify.clock.skew", 0, skew.toSeconds());
  }
}
