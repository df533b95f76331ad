package selaras.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Signs tokens as MicroProfile JWT has them, and serves the key set that verifies them. */
public final class Issuer implements AutoCloseable {
  public static final String NAME = "https://issuer.example.com";

  private final ECKey key;
  private final HttpServer server;

  public Issuer() {
    try {
      key = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] keys = new JWKSet(key).toPublicJWKSet().toString().getBytes(UTF_8);
    server.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
  }

  /** Where the key set is. */
  public String keys() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
  }

  public String token(String name, String... groups) {
    return sign(claims(name, groups).build());
  }

  /** Of a token that is good for a minute. */
  public static JWTClaimsSet.Builder claims(String name, String... groups) {
    return new JWTClaimsSet.Builder()
        .issuer(NAME)
        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
        .claim("upn", name)
        .claim("groups", List.of(groups));
  }

  public String sign(JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
