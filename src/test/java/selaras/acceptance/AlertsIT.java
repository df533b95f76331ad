package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import selaras.testing.RealPrometheus;

/**
 * The alerts fire in the bad times that {@code alerts.test.yml} describes, and in the good ones do
 * not. That their figures exist {@link DashboardIT} says. Skipped without promtool.
 */
final class AlertsIT {
  private static final Path DIRECTORY = Path.of("docker", "prometheus");
  private static final Path TIMES = DIRECTORY.resolve("alerts.test.yml");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

  @Test
  void alerts_inGoodAndBadTimes_fireWhenTheyShould() throws Exception {
    assumeTrue(RealPrometheus.hasPromtool(), "promtool is not on the PATH");
    Process promtool =
        new ProcessBuilder("promtool", "test", "rules", TIMES.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
  }

  @Test
  void everyAlert_firesInOneOfTheTimes() throws IOException {
    String rules = Files.readString(DIRECTORY.resolve("alerts.yml"));
    List<String> alerts = ALERT.matcher(rules).results().map(alert -> alert.group(1)).toList();
    assertThat(alerts).hasSizeGreaterThan(10);
    String times = Files.readString(TIMES);
    assertThat(alerts)
        .allSatisfy(alert -> assertThat(times).contains("alertname=\"" + alert + "\""));
  }
}
