package selaras.store.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Reads the keys {@code redis.*} of the configuration. What is wrong is refused with the name of
 * its key, and with its value only where that cannot hold a secret.
 */
public final class RedisKeys {
  private static final String URI_KEY = "redis.uri";
  private static final String CLUSTER = "redis.cluster.nodes";
  private static final String SENTINELS = "redis.sentinel.nodes";
  private static final String MASTER = "redis.sentinel.master";
  private static final String DEFAULT_URI = "redis://127.0.0.1:6379";

  private static final Pattern ADDRESS = Pattern.compile("([^\\s@/]+):([1-9][0-9]{0,4})");

  private final Function<String, Optional<String>> values;

  private RedisKeys(Function<String, Optional<String>> values) {
    this.values = values;
  }

  /**
   * @param values the value of a key; empty when it has none
   */
  public static RedisSettings read(Function<String, Optional<String>> values) {
    return new RedisKeys(values).settings();
  }

  private RedisSettings settings() {
    Optional<URI> uri = uri();
    return new RedisSettings(
        form(uri),
        uri.map(this::loginOf).orElseGet(() -> login("redis.user", "redis.password")),
        tls(uri),
        Duration.ofMillis(number("redis.timeout_ms")),
        number("redis.pool.size"),
        Duration.ofMillis(number("redis.refresh_ms")),
        number("redis.wait_replicas"));
  }

  /** The one server's; empty when Redis is run in another form. */
  private Optional<URI> uri() {
    List<String> given =
        List.of(URI_KEY, CLUSTER, SENTINELS).stream().filter(k -> text(k).isPresent()).toList();
    if (given.size() > 1) {
      throw new IllegalArgumentException(
          "only one of %s, %s and %s may be set, but there are %s"
              .formatted(URI_KEY, CLUSTER, SENTINELS, String.join(" and ", given)));
    }
    if (text(SENTINELS).isPresent() != text(MASTER).isPresent()) {
      throw new IllegalArgumentException(SENTINELS + " and " + MASTER + " must be set together");
    }
    return given.isEmpty() || given.get(0).equals(URI_KEY)
        ? Optional.of(parsed(text(URI_KEY).orElse(DEFAULT_URI)))
        : Optional.empty();
  }

  private static URI parsed(String text) {
    try {
      URI uri = new URI(text);
      boolean isRedis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
      if (isRedis && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // its message has the password; the one below is enough
    }
    throw new IllegalArgumentException(
        URI_KEY + " must be redis:// or rediss://[user:password@]host[:port][/db]");
  }

  private RedisForm form(Optional<URI> uri) {
    if (uri.isPresent()) {
      return new RedisForm.Standalone(address(uri.get()), JedisURIHelper.getDBIndex(uri.get()));
    }
    return text(CLUSTER).isPresent()
        ? new RedisForm.Cluster(addresses(CLUSTER))
        : new RedisForm.Sentinel(
            addresses(SENTINELS),
            text(MASTER).orElseThrow(),
            login("redis.sentinel.user", "redis.sentinel.password"));
  }

  private static HostAndPort address(URI uri) {
    return new HostAndPort(uri.getHost(), uri.getPort() < 0 ? 6379 : uri.getPort());
  }

  private Set<HostAndPort> addresses(String key) {
    Set<HostAndPort> all = new LinkedHashSet<>();
    Arrays.stream(text(key).orElseThrow().split(","))
        .map(address -> address(key, address.strip()))
        .forEach(all::add);
    return all;
  }

  private static HostAndPort address(String key, String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
      throw new IllegalArgumentException(key + " must be host:port,host:port,...");
    }
    return new HostAndPort(parts.group(1), Integer.parseInt(parts.group(2)));
  }

  private Login loginOf(URI uri) {
    String user = JedisURIHelper.getUser(uri);
    String password = JedisURIHelper.getPassword(uri);
    if (user == null && password == null) {
      return login("redis.user", "redis.password");
    }
    if (text("redis.user").isPresent() || text("redis.password").isPresent()) {
      throw new IllegalArgumentException(
          "redis.user and redis.password may not be set when " + URI_KEY + " has a user already");
    }
    return new Login(Optional.ofNullable(user), Optional.ofNullable(password));
  }

  private Login login(String userKey, String passwordKey) {
    Login login = new Login(text(userKey), text(passwordKey));
    if (login.user().isPresent() && login.password().isEmpty()) {
      throw new IllegalArgumentException(userKey + " is set without " + passwordKey);
    }
    return login;
  }

  private Optional<Tls> tls(Optional<URI> uri) {
    boolean isOn =
        uri.filter(JedisURIHelper::isRedisSSLScheme).isPresent()
            || isTrue("redis.tls.enabled", text("redis.tls.enabled").orElse("false"));
    return isOn
        ? Optional.of(
            new Tls(
                isTrue("redis.tls.verify_host", text("redis.tls.verify_host").orElse("true")),
                keyStore("redis.tls.truststore"),
                keyStore("redis.tls.keystore")))
        : Optional.empty();
  }

  private static boolean isTrue(String key, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(key + " must be true or false: " + value);
    };
  }

  private Optional<Tls.Store> keyStore(String key) {
    return text(key)
        .map(
            file -> {
              if (!Files.isReadable(Path.of(file))) {
                throw new IllegalArgumentException(key + " names no readable file: " + file);
              }
              return new Tls.Store(Path.of(file), text(key + ".password").orElse(""));
            });
  }

  private int number(String key) {
    String value = text(key).orElseThrow(() -> new IllegalArgumentException(key + " is not set"));
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " must be a number: " + value);
    }
  }

  private Optional<String> text(String key) {
    return values.apply(key).map(String::strip).filter(value -> !value.isEmpty());
  }
}
