package selaras.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class AllowedHostsTest {
  private static boolean allows(String hosts, String url) {
    return new AllowedHosts(hosts).allows(URI.create(url));
  }

  @Test
  void allows_nothingConfigured_nobody() {
    assertThat(allows("", "http://example.com/")).isFalse();
    assertThat(allows(" , ", "http://127.0.0.1/")).isFalse();
  }

  @Test
  void allows_names_justThese() {
    assertThat(allows("a.example, 127.0.0.1", "http://A.example:8080/x")).isTrue();
    assertThat(allows("a.example, 127.0.0.1", "http://127.0.0.1/")).isTrue();
    assertThat(allows("a.example", "http://b.a.example/")).isFalse();
    assertThat(allows("a.example", "http://a.example.evil/")).isFalse();
  }

  @Test
  void allows_star_allBelowTheName() {
    assertThat(allows("*.a.example", "http://b.a.example/")).isTrue();
    assertThat(allows("*.a.example", "http://a.example/")).isFalse();
    assertThat(allows("*.a.example", "http://evila.example/")).isFalse();
    assertThat(allows("*", "http://anything/")).isTrue();
  }
}
