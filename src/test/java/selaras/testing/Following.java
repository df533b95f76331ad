package selaras.testing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A client that follows Server-Sent Events and keeps what it hears, on a thread of its own, until
 * it is closed or the node ends the stream.
 */
public final class Following implements AutoCloseable {
  private final InputStream in;
  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private final Thread reader;
  private volatile String lastId = "";

  private Following(InputStream in) {
    this.in = in;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  static Following of(HttpResponse<InputStream> response) {
    if (response.statusCode() != 200) {
      throw new Refused(response.statusCode());
    }
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    return new Following(response.body());
  }

  /** The answer was not a stream. */
  public static final class Refused extends RuntimeException {
    private Refused(int status) {
      super("status " + status);
    }
  }

  /** One message that had data. */
  public record Message(String id, String event, String data) {
    public JsonObject json() {
      try (var reader = Json.createReader(new StringReader(data))) {
        return reader.readObject();
      }
    }
  }

  /** What came so far. */
  public List<Message> heard() {
    return List.copyOf(heard);
  }

  /** Waits until so many messages have come. */
  public List<Message> await(int messages) {
    Eventually.holds(messages + " messages; " + heard, () -> heard.size() >= messages);
    return heard();
  }

  /** The id to go on from elsewhere; waits for the first one, which comes at once. */
  public String lastId() {
    Eventually.holds("an id", () -> !lastId.isEmpty());
    return lastId;
  }

  public boolean hasEnded() {
    return !reader.isAlive();
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String id = lastId;
      String event = "message";
      String data = "";
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty()) {
          // as browsers do: the id counts when the message is whole, with data or without
          if (!data.isEmpty()) {
            heard.add(new Message(id, event, data));
          }
          lastId = id;
          event = "message";
          data = "";
        }
      }
    } catch (IOException closed) {
      // by either side; what was heard until then counts
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
