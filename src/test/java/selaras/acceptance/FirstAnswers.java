package selaras.acceptance;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Pause;

/** Asks a node that starts for many things at once, from its first answer on. */
final class FirstAnswers implements AutoCloseable {
  private static final List<String> PATHS =
      List.of("/status", "/health", "/health/ready", "/metrics", "/openapi", "/locks", "/queues");
  private static final Duration PERIOD = Duration.ofMillis(10);

  private final Set<String> wrong = ConcurrentHashMap.newKeySet();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  FirstAnswers(Api api, int node) {
    PATHS.forEach(path -> callers.execute(() -> ask(api, node, path)));
  }

  private void ask(Api api, int node, String path) {
    while (!closed) {
      try {
        Answer answer = api.get(node, path);
        answered.add(path);
        if (answer.status() != 200 && answer.status() != 503) {
          wrong.add(path + ": " + answer.status() + " " + answer.text());
        }
      } catch (UncheckedIOException notOpenYet) {
        // asked again
      }
      Pause.of(PERIOD);
    }
  }

  /** What was not answered, and answers that were neither right nor "not yet". */
  List<String> wrong() {
    return Stream.concat(wrong.stream(), PATHS.stream().filter(path -> !answered.contains(path)))
        .toList();
  }

  @Override
  public void close() {
    closed = true;
    callers.close();
  }
}
