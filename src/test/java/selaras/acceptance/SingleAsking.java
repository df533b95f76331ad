package selaras.acceptance;

import jakarta.json.Json;
import jakarta.json.JsonException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import selaras.testing.Answer;
import selaras.testing.RawClient;

/**
 * Asks for a message once, on a connection of its own, so that it is known whether the node can
 * have leased one. The HTTP client of the JDK would not tell: it sends a GET again when its
 * connection ends, and if that is refused it says no more than this, though the first may have come
 * through.
 */
final class SingleAsking {
  private SingleAsking() {}

  /**
   * What the node has answered; empty: nothing that is of use.
   *
   * @param lost is run when the node may have leased a message that nobody was told of
   */
  static Optional<Answer> ask(int port, String path, Runnable lost) {
    RawClient connection;
    try {
      connection = new RawClient(port);
    } catch (UncheckedIOException nothingWasSent) {
      return Optional.empty();
    }
    try (connection) {
      connection.get(path);
      Answer answer = read(connection.answer());
      if (answer.status() != 503) {
        return Optional.of(answer);
      }
      if (mayHaveLeased(answer)) {
        lost.run();
      }
    } catch (UncheckedIOException noAnswer) {
      lost.run();
    }
    return Optional.empty();
  }

  private static Answer read(String text) {
    int status = Integer.parseInt(text.split(" ", 3)[1]);
    String body = text.substring(text.indexOf("\r\n\r\n") + 4);
    return new Answer(status, HttpHeaders.of(Map.of(), (name, value) -> true), body, Duration.ZERO);
  }

  /** Whether a 503 leaves that open, as all do that do not say otherwise. */
  static boolean mayHaveLeased(Answer unavailable) {
    try (var reader = Json.createReader(new StringReader(unavailable.text()))) {
      return reader.readObject().getBoolean("may_have_been_applied", true);
    } catch (JsonException notOurs) {
      return true;
    }
  }
}
