package selaras.testing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.Optional;

/** What a node answered: status, headers of interest, the text, and how long the caller waited. */
public record Answer(
    int status, String contentType, Optional<String> retryAfter, String text, Duration took) {

  public JsonObject json() {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  public String string(String member) {
    return json().getString(member);
  }

  public long number(String member) {
    return json().getJsonNumber(member).longValueExact();
  }

  public boolean flag(String member) {
    return json().getBoolean(member);
  }

  /** Fails unless the call succeeded; gives itself back. */
  public Answer ok() {
    assertThat(status).as(text).isBetween(200, 299);
    return this;
  }

  /** Fails unless this is a problem document of that status; gives itself back. */
  public Answer problem(int expected) {
    assertThat(status).as(text).isEqualTo(expected);
    assertThat(contentType).as(text).startsWith("application/problem+json");
    assertThat(json()).containsKeys("type", "title", "status", "detail");
    assertThat(flag("success")).isFalse();
    assertThat(number("status")).isEqualTo(expected);
    return this;
  }
}
