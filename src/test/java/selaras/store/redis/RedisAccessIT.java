package selaras.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import selaras.lock.MirrorStore;
import selaras.queue.ProduceOutcome.Produced;
import selaras.store.StoreUnavailableException;
import selaras.testing.Certificate;
import selaras.testing.Eventually;
import selaras.testing.Ports;
import selaras.testing.RealRedis;

/** A Redis that lets in only a user of its access control list, and another only over TLS. */
class RedisAccessIT {
  private static final String SECRET = "s3cret";

  /** Enough for everything a node does; the one in the README. */
  private static final String RULES =
      "on >%s ~selaras:* ~{selaras:locks}:* &cache:* &selaras:* -@all +@read +@write"
              .formatted(SECRET)
          + " +@scripting +@pubsub +@connection +@transaction +time +wait +role"
          + " +cluster|info +cluster|slots";

  @TempDir private static Path directory;
  private static RealRedis guarded;
  private static RealRedis encrypted;
  private static Certificate certificate;
  private static int tlsPort;

  @BeforeAll
  static void start() {
    guarded = RealRedis.with("--requirepass", "different");
    try (Jedis operator = new Jedis(guarded.uri())) {
      operator.auth("different");
      operator.aclSetUser("selaras", RULES.split(" "));
    }
    certificate = Certificate.in(directory);
    tlsPort = Ports.free(1);
    encrypted =
        RealRedis.with(
            "--tls-port", Integer.toString(tlsPort),
            "--tls-cert-file", certificate.pem().toString(),
            "--tls-key-file", certificate.key().toString(),
            "--tls-ca-cert-file", certificate.pem().toString());
  }

  @AfterAll
  static void stop() {
    guarded.close();
    encrypted.close();
  }

  private static RedisStore store(Map<String, String> keys) {
    return new RedisStore(StoreUser.settings(keys), Runnable::run);
  }

  private static Map<String, String> login(String password) {
    return Map.of(
        "redis.uri", guarded.uri().toString(), "redis.user", "selaras", "redis.password", password);
  }

  private Map<String, String> tls(String... more) {
    Map<String, String> keys = new HashMap<>();
    keys.put("redis.uri", "rediss://127.0.0.1:" + tlsPort);
    for (int i = 0; i < more.length; i += 2) {
      keys.put(more[i], more[i + 1]);
    }
    return keys;
  }

  private Map<String, String> mutualTls() {
    return tls(
        "redis.tls.truststore",
        certificate.trusted().toString(),
        "redis.tls.truststore.password",
        Certificate.PASSWORD,
        "redis.tls.keystore",
        certificate.own().toString(),
        "redis.tls.keystore.password",
        Certificate.PASSWORD);
  }

  @Test
  void user_ofTheList_doesAllThatANodeDoes() {
    worksWith(login(SECRET));
  }

  @Test
  void passwordInTheUri_letsIn() {
    String uri = "redis://selaras:" + SECRET + "@127.0.0.1:" + guarded.port();
    try (RedisStore store = store(Map.of("redis.uri", uri))) {
      assertThat(store.isReachable()).isTrue();
      assertThat(store.setup().toString()).doesNotContain(SECRET);
    }
  }

  private static void worksWith(Map<String, String> keys) {
    try (StoreUser one = new StoreUser("node-1", keys);
        StoreUser two = new StoreUser("node-2", keys)) {
      assertThat(one.produce("orders", "1", Optional.empty())).isInstanceOf(Produced.class);
      assertThat(two.take("orders", 10)).containsExactly("1");
      assertThat(two.catalog.names("", 10)).containsExactly("orders");
      one.members.announce();
      assertThat(one.mirror.draft(1).publish(new MirrorStore.AsOf(1, 1, 1))).isTrue();
      one.put("a", "1", Optional.empty());
      two.get("a");
      one.put("a", "2", Optional.empty());
      Eventually.holds("the write is heard", () -> "2".equals(two.get("a")));
      assertThat(one.store.isReachable()).isTrue();
    }
  }

  @Test
  void wrongOrNoPassword_unavailableAndNoSecretIsTold() {
    notLetIn(login("wrong-" + SECRET), "wrong-" + SECRET);
    notLetIn(Map.of("redis.uri", guarded.uri().toString()), "different");
  }

  private static void notLetIn(Map<String, String> keys, String secret) {
    try (RedisStore store = store(keys)) {
      assertThat(store.isReachable()).isFalse();
      assertThatThrownBy(() -> store.call(redis -> redis.get("selaras:a")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageNotContaining(secret);
    }
  }

  @Test
  void tls_bothCertificatesTrusted_works() {
    worksWith(mutualTls());
  }

  @Test
  void tls_noCertificateOfOurOwn_notLetIn() {
    notLetIn(
        tls(
            "redis.tls.truststore",
            certificate.trusted().toString(),
            "redis.tls.truststore.password",
            Certificate.PASSWORD),
        Certificate.PASSWORD);
  }

  @Test
  void tls_serverNotTrustedOrOfAnotherName_notSpokenTo() {
    notLetIn(tls(), Certificate.PASSWORD);
    Map<String, String> otherName = mutualTls();
    otherName.put("redis.uri", "rediss://localhost:" + tlsPort);
    notLetIn(otherName, Certificate.PASSWORD);
    otherName.put("redis.tls.verify_host", "false");
    try (RedisStore store = store(otherName)) {
      assertThat(store.isReachable()).isTrue();
    }
  }
}
