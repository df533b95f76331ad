package selaras.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class RedisKeysTest {
  private static final String SECRET = "s3cret";

  private static RedisSettings read(String... keysAndValues) {
    return StoreUser.settings(map(keysAndValues));
  }

  private static Map<String, String> map(String... keysAndValues) {
    var map = new java.util.HashMap<String, String>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static void refused(String message, String... keysAndValues) {
    assertThatThrownBy(() -> read(keysAndValues))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  @Test
  void read_nothingSet_oneServerHere() {
    RedisSettings settings = read("redis.uri", "");
    assertThat(settings.form())
        .isEqualTo(new RedisForm.Standalone(new HostAndPort("127.0.0.1", 6379), 0));
    assertThat(settings.login()).isEqualTo(Login.NONE);
    assertThat(settings.tls()).isEmpty();
  }

  @Test
  void read_uri_hasUserPasswordDatabaseAndTls() {
    RedisSettings settings = read("redis.uri", "rediss://me:" + SECRET + "@redis.example/3");
    assertThat(settings.form())
        .isEqualTo(new RedisForm.Standalone(new HostAndPort("redis.example", 6379), 3));
    assertThat(settings.login()).isEqualTo(new Login(Optional.of("me"), Optional.of(SECRET)));
    assertThat(settings.tls()).contains(new Tls(true, Optional.empty(), Optional.empty()));
    assertThat(settings.toString()).doesNotContain(SECRET);
  }

  @Test
  void read_clusterNodes_cluster() {
    RedisSettings settings =
        read(
            "redis.cluster.nodes", "a:1, b:2",
            "redis.password", SECRET,
            "redis.tls.enabled", "true",
            "redis.tls.verify_host", "false");
    assertThat(settings.form())
        .isEqualTo(new RedisForm.Cluster(Set.of(new HostAndPort("a", 1), new HostAndPort("b", 2))));
    assertThat(settings.login()).isEqualTo(new Login(Optional.empty(), Optional.of(SECRET)));
    assertThat(settings.tls().orElseThrow().verifiesHost()).isFalse();
    assertThat(settings.toString()).doesNotContain(SECRET);
  }

  @Test
  void read_sentinelNodes_masterOfThatName() {
    RedisSettings settings =
        read(
            "redis.sentinel.nodes", "a:1,b:2,c:3",
            "redis.sentinel.master", "main",
            "redis.sentinel.user", "watcher",
            "redis.sentinel.password", SECRET);
    var form = (RedisForm.Sentinel) settings.form();
    assertThat(form.sentinels()).hasSize(3);
    assertThat(form.master()).isEqualTo("main");
    assertThat(form.login().user()).contains("watcher");
    assertThat(settings.login()).isEqualTo(Login.NONE);
    assertThat(settings.toString()).doesNotContain(SECRET);
  }

  @Test
  void read_twoForms_refusedByName() {
    refused(
        "redis.uri and redis.cluster.nodes",
        "redis.uri",
        "redis://:" + SECRET + "@a:1",
        "redis.cluster.nodes",
        "a:1");
    refused(
        "redis.cluster.nodes and redis.sentinel.nodes",
        "redis.sentinel.nodes",
        "a:1",
        "redis.sentinel.master",
        "main",
        "redis.cluster.nodes",
        "a:1");
  }

  @Test
  void read_halfASentinel_refused() {
    refused("redis.sentinel.master", "redis.sentinel.nodes", "a:1");
    refused("redis.sentinel.nodes", "redis.sentinel.master", "main");
  }

  @Test
  void read_wrongValue_refusedWithItsKeyAndNoSecret() {
    refused("redis.uri", "redis.uri", "http://me:" + SECRET + "@a:1");
    refused("redis.uri", "redis.uri", "redis://me:" + SECRET + " @a:1");
    refused("redis.cluster.nodes", "redis.cluster.nodes", "a");
    refused("redis.cluster.nodes", "redis.cluster.nodes", "a:b");
    refused("redis.cluster.nodes", "redis.cluster.nodes", "a:70000");
    refused("redis.password", "redis.user", "me");
    refused(
        "redis.password", "redis.uri", "redis://me:" + SECRET + "@a:1", "redis.password", SECRET);
    refused("redis.tls.enabled", "redis.tls.enabled", "yes");
    refused(
        "redis.tls.truststore",
        "redis.tls.enabled",
        "true",
        "redis.tls.truststore",
        "/no/such/file",
        "redis.tls.truststore.password",
        SECRET);
    refused("redis.pool.size", "redis.pool.size", "0");
    refused("redis.timeout_ms", "redis.timeout_ms", "soon");
    refused("redis.wait_replicas", "redis.wait_replicas", "-1");
  }
}
