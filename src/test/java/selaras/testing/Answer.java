package selaras.testing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/** What a node answered: status, headers, the text, and how long the caller waited. */
public record Answer(int status, HttpHeaders headers, String text, Duration took) {

  /** The first of that name; empty when there is none. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public String contentType() {
    return header("Content-Type");
  }

  public Optional<String> retryAfter() {
    return headers.firstValue("Retry-After");
  }

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
    assertThat(contentType()).as(text).startsWith("application/problem+json");
    assertThat(json()).containsKeys("type", "title", "status", "detail");
    assertThat(flag("success")).isFalse();
    assertThat(number("status")).isEqualTo(expected);
    return this;
  }
}
