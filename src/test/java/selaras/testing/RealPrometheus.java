package selaras.testing;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code prometheus} on the PATH, with the configuration of {@code docker/prometheus}, except
 * that it scrapes the given nodes of this machine every second. Its data goes with it.
 */
public final class RealPrometheus implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Path SOURCE = Path.of("docker", "prometheus");
  private static final Path HOME = Path.of("target", "prometheus-it").toAbsolutePath();

  private final int port = Ports.free(1);
  private final Api api = new Api(port);
  private final Process process;

  /**
   * @param httpPorts of the nodes
   */
  public RealPrometheus(List<Integer> httpPorts) {
    try {
      Directories.delete(HOME);
      Files.createDirectories(HOME);
      Files.copy(SOURCE.resolve("alerts.yml"), HOME.resolve("alerts.yml"));
      Files.writeString(HOME.resolve("prometheus.yml"), configuration(httpPorts));
      process =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=" + HOME.resolve("prometheus.yml"),
                  "--storage.tsdb.path=" + HOME.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(HOME.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean isInstalled() {
    return isOnThePath("prometheus");
  }

  /** Whether there is {@code promtool}, which comes with it. */
  public static boolean hasPromtool() {
    return isOnThePath("promtool");
  }

  private static boolean isOnThePath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static String configuration(List<Integer> httpPorts) throws IOException {
    String targets =
        httpPorts.stream().map(http -> "127.0.0.1:" + http).collect(Collectors.joining(", "));
    return Files.readString(SOURCE.resolve("prometheus.yml"))
        .replaceAll("targets: \\[.*]", "targets: [" + targets + "]")
        .replaceAll("interval: \\w+", "interval: 1s");
  }

  /** Whether a query is one that Prometheus understands and gives a number now. */
  public boolean answers(String query) {
    JsonArray result = query(query);
    return result.getValuesAs(JsonObject.class).stream()
        .map(series -> series.getJsonArray("value").getString(1))
        .anyMatch(value -> !value.equals("NaN"));
  }

  /** The series of an instant query. */
  public JsonArray query(String query) {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return api.get(1, "/api/v1/query?query=" + encoded)
        .ok()
        .json()
        .getJsonObject("data")
        .getJsonArray("result");
  }

  /** What is wrong with each alert rule, as Prometheus found when it last evaluated them. */
  public List<String> ruleErrors() {
    return api
        .get(1, "/api/v1/rules")
        .ok()
        .json()
        .getJsonObject("data")
        .getJsonArray("groups")
        .getValuesAs(JsonObject.class)
        .stream()
        .flatMap(group -> group.getJsonArray("rules").getValuesAs(JsonObject.class).stream())
        .filter(rule -> !rule.getString("health").equals("ok"))
        .map(JsonValue::toString)
        .toList();
  }

  /** Waits until there is something of each of so many nodes. */
  public void awaitTargets(int count) {
    Eventually.holds("it is ready", READY, () -> api.get(1, "/-/ready").status() == 200);
    Eventually.found(
        count + " nodes are scraped",
        READY,
        () -> Optional.of(query("up == 1")).filter(up -> up.size() == count));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
