package selaras.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key pair and its self-signed certificate for 127.0.0.1, made for one test, in the files that
 * Redis and Java want.
 *
 * @param own PKCS #12 with key and certificate
 * @param trusted PKCS #12 with the certificate alone
 */
public record Certificate(Path pem, Path key, Path own, Path trusted) {
  public static final String PASSWORD = "keystore-secret";

  public static Certificate in(Path directory) {
    var made =
        new Certificate(
            directory.resolve("cert.pem"),
            directory.resolve("key.pem"),
            directory.resolve("own.p12"),
            directory.resolve("trusted.p12"));
    keytool(made.own, "-genkeypair", "-keyalg", "EC", "-dname", "CN=r", "-ext", "san=ip:127.0.0.1");
    keytool(made.own, "-exportcert", "-rfc", "-file", made.pem.toString());
    keytool(made.trusted, "-importcert", "-noprompt", "-file", made.pem.toString());
    made.exportKey();
    return made;
  }

  private static void keytool(Path store, String... command) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    all.addAll(List.of(command));
    all.addAll(List.of("-alias", "redis", "-keystore", store.toString(), "-storetype", "PKCS12"));
    all.addAll(List.of("-storepass", PASSWORD));
    try {
      Process process =
          new ProcessBuilder(all)
              .redirectErrorStream(true)
              .redirectOutput(store.resolveSibling("keytool.log").toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool failed: " + all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void exportKey() {
    try (var in = Files.newInputStream(own)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      Key secret = store.getKey("redis", PASSWORD.toCharArray());
      String text =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded());
      Files.writeString(
          key, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n", US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
