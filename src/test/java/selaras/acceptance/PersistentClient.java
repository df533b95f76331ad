package selaras.acceptance;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Pause;

/**
 * A client as the API wants it: whatever it does not know the outcome of, it sends again under the
 * same request id, to the next node. For one thread.
 */
final class PersistentClient {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Api api;
  private final Retries retries;
  private final Duration patience;
  private int node;

  PersistentClient(Api api, int firstNode) {
    this(api, firstNode, new Retries());
  }

  /**
   * @param retries is told of each call
   */
  PersistentClient(Api api, int firstNode, Retries retries) {
    this(api, firstNode, retries, PATIENCE);
  }

  /**
   * @param patience within which the outcome has to be known, the time included that the call waits
   *     at a node because it asks for it
   */
  PersistentClient(Api api, int firstNode, Retries retries, Duration patience) {
    this.api = api;
    this.node = firstNode;
    this.retries = retries;
    this.patience = patience;
  }

  /** Sends a command, which has to name a request id, until its outcome is known. */
  Answer post(String path, String json) {
    return persist(at -> api.post(at, path, json));
  }

  Answer get(String path) {
    return persist(at -> api.get(at, path));
  }

  private Answer persist(IntFunction<Answer> call) {
    long end = System.nanoTime() + patience.toNanos();
    List<String> failures = new ArrayList<>();
    while (System.nanoTime() < end) {
      try {
        Answer answer = call.apply(node);
        if (answer.status() != 503) {
          retries.ended(failures);
          return answer;
        }
        failures.add("node " + node + ": " + answer.text());
      } catch (UncheckedIOException e) {
        failures.add("node " + node + ": " + e);
      }
      node = node % 3 + 1;
      Pause.of(PAUSE);
    }
    throw new AssertionError(
        "no outcome within %d s; last: %s"
            .formatted(patience.toSeconds(), failures.get(failures.size() - 1)));
  }
}
