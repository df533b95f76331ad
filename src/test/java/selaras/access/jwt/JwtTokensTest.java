package selaras.access.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import selaras.access.Caller;
import selaras.access.Role;
import selaras.access.Tokens;

/** Tokens of the issuer, and many that only look like that. */
final class JwtTokensTest {
  private static final String ISSUER = "https://issuer.example.com";
  private static final Map<Role, Set<String>> GROUPS =
      Map.of(
          Role.READER, Set.of("reader"),
          Role.CLIENT, Set.of("client", "workers"),
          Role.OPERATOR, Set.of("admins"));

  private static RSAKey rsa;
  private static ECKey ec;
  private static ECKey stranger;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    stranger = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
  }

  @Test
  void find_tokenOfTheIssuer_isItsCaller() throws JOSEException {
    check(signed(claims().build()), "alice", Role.CLIENT);
    check(signed(claims().claim("groups", List.of("reader", "admins")).build()), Role.OPERATOR);
    check(signed(claims().claim("groups", List.of("elsewhere")).build()), Role.NONE);
    check(signed(claims().claim("groups", null).build()), Role.NONE);
    check(signed(claims().claim("upn", null).claim("preferred_username", "al").build()), "al");
    check(signed(claims().claim("upn", null).build()), "id-of-alice");
    String byRsa = sign(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa), claims().build());
    check(byRsa, "alice", Role.CLIENT);
  }

  @Test
  void find_token_holdsUntilItsEndAndTheSkew() throws JOSEException {
    Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 60);
    String token = signed(claims().expirationTime(Date.from(end)).build());
    assertThat(tokens().find(token).map(Tokens.Proof::untilMillis))
        .hasValue(end.plusSeconds(5).toEpochMilli());
  }

  @Test
  void find_forgedByTheAlgorithm_isNothing() throws JOSEException {
    checkNothing(new PlainJWT(claims().build()).serialize());
    byte[] publicKey = pem(rsa.toRSAPublicKey()).getBytes(StandardCharsets.UTF_8);
    JWSSigner hmac = new MACSigner(publicKey);
    checkNothing(sign(JWSAlgorithm.HS256, "rsa", hmac, claims().build()));
    JWSSigner strong = new RSASSASigner(rsa);
    checkNothing(sign(JWSAlgorithm.RS512, "rsa", strong, claims().build()));
  }

  @Test
  void find_signedBySomebodyElse_isNothing() throws JOSEException {
    checkNothing(sign(JWSAlgorithm.ES256, "ec", new ECDSASigner(stranger), claims().build()));
    JWSHeader withKey =
        new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(stranger.toPublicJWK()).build();
    checkNothing(sign(withKey, new ECDSASigner(stranger), claims().build()));
    checkNothing(sign(JWSAlgorithm.RS256, "ec", new RSASSASigner(rsa), claims().build()));
  }

  @Test
  void find_changedAfterTheSigning_isNothing() throws JOSEException {
    String[] parts = signed(claims().build()).split("\\.");
    String other = signed(claims().claim("groups", List.of("admins")).build()).split("\\.")[1];
    checkNothing(parts[0] + "." + other + "." + parts[2]);
    checkNothing(parts[0] + "." + parts[1] + ".");
    checkNothing(parts[0] + "." + parts[1]);
    checkNothing("");
    checkNothing("..");
  }

  @Test
  void find_notOfNowNotOfHereNotOfTheIssuer_isNothing() throws JOSEException {
    Instant now = Instant.now();
    checkNothing(signed(claims().expirationTime(Date.from(now.minusSeconds(30))).build()));
    checkNothing(signed(claims().expirationTime(null).build()));
    checkNothing(signed(claims().notBeforeTime(Date.from(now.plusSeconds(60))).build()));
    checkNothing(signed(claims().issuer("https://other.example.com").build()));
    checkNothing(signed(claims().issuer(null).build()));
    checkNothing(signed(claims().audience("another-service").build()));
    checkNothing(signed(claims().audience((String) null).build()));
  }

  @Test
  void find_wrongClaims_isNothing() throws JOSEException {
    checkNothing(signed(claims().claim("groups", "client").build()));
    checkNothing(signed(claims().claim("upn", 7).build()));
    checkNothing(signed(claims().claim("upn", "a\u001fb").build()));
    checkNothing(signed(claims().claim("upn", "a".repeat(200)).build()));
    checkNothing(signed(claims().claim("upn", null).subject(null).build()));
  }

  @Test
  void new_keyInAnyForm_isRead(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("key.pem");
    Files.writeString(file, pem(ec.toECPublicKey()));
    String set = new JWKSet(List.<JWK>of(rsa, ec)).toPublicJWKSet().toString();
    String encoded = Base64.getUrlEncoder().encodeToString(set.getBytes(StandardCharsets.UTF_8));
    for (JwtSettings settings :
        List.of(
            settings(Optional.of(pem(ec.toECPublicKey())), Optional.empty()),
            settings(Optional.of(ec.toPublicJWK().toString()), Optional.empty()),
            settings(Optional.of(encoded), Optional.empty()),
            settings(Optional.empty(), Optional.of(file.toString())),
            settings(Optional.empty(), Optional.of(file.toUri().toString())))) {
      assertThat(new JwtTokens(settings).find(signed(claims().build()))).isPresent();
    }
  }

  @Test
  void new_noKey_isNamed(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("key.pem"), "nonsense");
    for (String location : List.of(file.toString(), directory.resolve("none").toString())) {
      assertThatThrownBy(() -> new JwtTokens(settings(Optional.empty(), Optional.of(location))))
          .hasMessageContaining("mp.jwt.verify.publickey");
    }
    assertThatThrownBy(() -> settings(Optional.empty(), Optional.empty()))
        .hasMessageContaining("mp.jwt.verify.publickey");
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .subject("id-of-alice")
        .audience("selaras")
        .issueTime(new Date())
        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
        .claim("upn", "alice")
        .claim("groups", List.of("reader", "workers"));
  }

  private static String signed(JWTClaimsSet claims) throws JOSEException {
    return sign(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), claims);
  }

  private static String sign(JWSAlgorithm algorithm, String key, JWSSigner by, JWTClaimsSet claims)
      throws JOSEException {
    return sign(
        new JWSHeader.Builder(algorithm).keyID(key).type(JOSEObjectType.JWT).build(), by, claims);
  }

  private static String sign(JWSHeader header, JWSSigner by, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(by);
    return token.serialize();
  }

  private static String pem(PublicKey key) {
    String text = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n";
  }

  private static JwtTokens tokens() {
    String set = new JWKSet(List.<JWK>of(rsa, ec)).toPublicJWKSet().toString();
    return new JwtTokens(settings(Optional.of(set), Optional.empty()));
  }

  private static JwtSettings settings(Optional<String> key, Optional<String> location) {
    return new JwtSettings(ISSUER, key, location, Set.of("selaras"), Duration.ofSeconds(5), GROUPS);
  }

  private static void check(String token, String name) {
    check(token, name, Role.CLIENT);
  }

  private static void check(String token, Role role) {
    check(token, "alice", role);
  }

  private static void check(String token, String name, Role role) {
    assertThat(tokens().find(token).map(Tokens.Proof::caller)).hasValue(new Caller(name, role));
  }

  private static void checkNothing(String token) {
    assertThat(tokens().find(token)).as(token).isEmpty();
  }
}
