package selaras.access.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * The keys of an issuer, in the forms that MicroProfile JWT allows. The PEM of a key is read here:
 * Nimbus would do it with Bouncy Castle, which the server does not have.
 */
final class PublicKeys {
  /** For which a fetched key set is used; a key it does not have is asked for before. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** For which a caller waits while another one fetches. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private PublicKeys() {}

  static JWKSource<SecurityContext> of(JwtSettings settings) {
    try {
      if (settings.key().isPresent()) {
        return fixed(settings.key().get());
      }
      String location = settings.location().orElseThrow();
      return location.matches("https?://.*") ? fetched(location) : fixed(read(location));
    } catch (IOException
        | ParseException
        | GeneralSecurityException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | ClassCastException e) {
      throw new IllegalArgumentException(
          "mp.jwt.verify.publickey or its location is no public key: " + e.getMessage(), e);
    }
  }

  private static JWKSource<SecurityContext> fetched(String address) throws IOException {
    return JWKSourceBuilder.create(URI.create(address).toURL())
        .cache(KEPT.toMillis(), PATIENCE.toMillis())
        // it would be done by a thread that nobody ends
        .refreshAheadCache(false)
        .retrying(true)
        .build();
  }

  private static String read(String location) throws IOException {
    Path file = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
    return Files.readString(file);
  }

  private static JWKSource<SecurityContext> fixed(String text)
      throws ParseException, GeneralSecurityException {
    String key = text.strip();
    JWKSet set = key.startsWith("-----") ? new JWKSet(pem(key)) : json(key);
    JWK first = set.getKeys().get(0);
    // a key without a name is the one, whatever name for it a token has
    return set.size() == 1 && first.getKeyID() == null
        ? (selector, context) -> List.of(first)
        : new ImmutableJWKSet<>(set);
  }

  /** A key or a set, as it is or in Base64. */
  private static JWKSet json(String key) throws ParseException {
    String json = key.startsWith("{") ? key : new String(Base64.getUrlDecoder().decode(key), UTF_8);
    return json.contains("\"keys\"") ? JWKSet.parse(json) : new JWKSet(JWK.parse(json));
  }

  private static JWK pem(String pem) throws GeneralSecurityException {
    if (pem.contains("BEGIN CERTIFICATE")) {
      return jwk(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem.getBytes(UTF_8)))
              .getPublicKey());
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    X509EncodedKeySpec spec = new X509EncodedKeySpec(der);
    try {
      return jwk(KeyFactory.getInstance("RSA").generatePublic(spec));
    } catch (GeneralSecurityException notRsa) {
      return jwk(KeyFactory.getInstance("EC").generatePublic(spec));
    }
  }

  private static JWK jwk(PublicKey key) {
    return key instanceof RSAPublicKey rsa
        ? new RSAKey.Builder(rsa).build()
        : new ECKey.Builder(Curve.P_256, (ECPublicKey) key).build();
  }
}
