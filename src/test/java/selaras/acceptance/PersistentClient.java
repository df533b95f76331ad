package selaras.acceptance;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import selaras.testing.Answer;
import selaras.testing.Api;

/**
 * A client as the API wants it: whatever it does not know the outcome of, it sends again under the
 * same request id, to the next node. For one thread.
 */
final class PersistentClient {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Api api;
  private int node;

  PersistentClient(Api api, int firstNode) {
    this.api = api;
    this.node = firstNode;
  }

  /** Sends a command, which has to name a request id, until its outcome is known. */
  Answer post(String path, String json) {
    return persist(at -> api.post(at, path, json));
  }

  Answer get(String path) {
    return persist(at -> api.get(at, path));
  }

  private Answer persist(IntFunction<Answer> call) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String last = "";
    while (System.nanoTime() < end) {
      try {
        Answer answer = call.apply(node);
        if (answer.status() != 503) {
          return answer;
        }
        last = answer.text();
      } catch (UncheckedIOException e) {
        last = e.toString();
      }
      node = node % 3 + 1;
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new AssertionError("no outcome within " + PATIENCE.toSeconds() + " s; last: " + last);
  }
}
