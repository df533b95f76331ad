package selaras.store.redis;

import java.nio.file.Path;
import java.util.Optional;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/**
 * How connections to Redis are encrypted and who proves what to whom.
 *
 * @param verifiesHost whether the certificate also has to be that of the host, or only a trusted
 *     one
 * @param trusted whose certificates are believed in; empty: those of the Java platform
 * @param own the certificate of this client; empty: it shows none
 */
public record Tls(boolean verifiesHost, Optional<Store> trusted, Optional<Store> own) {

  /** A file of keys or certificates in PKCS #12 or JKS; the password does not show in its text. */
  public record Store(Path file, String password) {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  SslOptions options() {
    SslOptions.Builder builder =
        SslOptions.builder().sslVerifyMode(verifiesHost ? SslVerifyMode.FULL : SslVerifyMode.CA);
    trusted.ifPresent(
        store -> builder.truststore(store.file().toFile(), store.password().toCharArray()));
    own.ifPresent(store -> builder.keystore(store.file().toFile(), store.password().toCharArray()));
    return builder.build();
  }
}
