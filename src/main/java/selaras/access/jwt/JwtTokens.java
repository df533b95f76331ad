package selaras.access.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import selaras.access.Caller;
import selaras.access.Role;
import selaras.access.Tokens;
import selaras.access.TokensUnavailableException;

/**
 * Tokens as MicroProfile JWT 2.1 describes them: signed by RS256 or ES256, with the issuer, an end,
 * a name ({@code upn}, else {@code preferred_username}, else {@code sub}) and {@code groups}.
 *
 * <p>Thread-safe. A look verifies a signature, and now and then asks for the keys.
 */
public final class JwtTokens implements Tokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final List<String> NAMES = List.of("upn", "preferred_username", "sub");

  private final JwtSettings settings;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** Reads the key of a file; throws when that is none. A key set elsewhere is fetched later. */
  public JwtTokens(JwtSettings settings) {
    this.settings = settings;
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, PublicKeys.of(settings)));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            settings.audiences().isEmpty() ? null : new HashSet<>(settings.audiences()),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("exp"),
            null);
    claims.setMaxClockSkew((int) settings.skew().toSeconds());
    processor.setJWTClaimsSetVerifier(claims);
  }

  @Override
  public Optional<Proof> find(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      Optional<String> name = name(claims);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      long until = claims.getExpirationTime().getTime() + settings.skew().toMillis();
      return Optional.of(new Proof(new Caller(name.get(), role(claims)), until));
    } catch (KeySourceException e) {
      throw new TokensUnavailableException("the keys of the issuer cannot be had", e);
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      // no JWT, or none of this issuer's; why is not told to whoever sent it
      return Optional.empty();
    }
  }

  private static Optional<String> name(JWTClaimsSet claims) throws ParseException {
    for (String claim : NAMES) {
      String name = claims.getStringClaim(claim);
      if (name != null && !name.isEmpty()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** The greatest that one of the groups gives. */
  private Role role(JWTClaimsSet claims) throws ParseException {
    List<String> groups = claims.getStringListClaim("groups");
    return Stream.of(Role.OPERATOR, Role.CLIENT, Role.READER)
        .filter(role -> groups != null)
        .filter(role -> groups.stream().anyMatch(settings.groups().get(role)::contains))
        .findFirst()
        .orElse(Role.NONE);
  }
}
