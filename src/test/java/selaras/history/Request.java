package selaras.history;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import selaras.testing.Answer;
import selaras.testing.Pause;
import selaras.testing.TestCluster;

/**
 * One request of a client to the cluster. What fails, or is answered with 503, or reaches a node
 * that is starting, is sent again to the next node, unchanged and under the same request id, a few
 * times at most. For one thread.
 */
final class Request {
  private static final int MOST_ATTEMPTS = 4;
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** What a server answers with while it starts, before it has the application. */
  private static final String NO_APPLICATION = "text/html";

  private final IntFunction<Answer> send;
  private boolean mayHaveHappened;

  /**
   * @param send sends it to the node of that number
   */
  Request(IntFunction<Answer> send) {
    this.send = send;
  }

  /** The answer that settles it, if one came. */
  Optional<Answer> perform(RandomGenerator random) {
    int node = 1 + random.nextInt(TestCluster.NODES.size());
    for (int left = 1 + random.nextInt(MOST_ATTEMPTS); left > 0; left--) {
      Optional<Answer> answer = attempt(node);
      if (answer.isPresent()) {
        return answer;
      }
      node = node % TestCluster.NODES.size() + 1;
      Pause.of(PAUSE);
    }
    return Optional.empty();
  }

  private Optional<Answer> attempt(int node) {
    try {
      Answer answer = send.apply(node);
      if (answer.contentType().startsWith(NO_APPLICATION)) {
        mayHaveHappened = true;
      } else if (answer.status() == 503) {
        mayHaveHappened |= answer.json().getBoolean("may_have_been_applied");
      } else {
        return Optional.of(answer);
      }
    } catch (UncheckedIOException e) {
      mayHaveHappened |= !(e.getCause() instanceof ConnectException);
    }
    return Optional.empty();
  }

  /** Without an answer that settles it: whether it may have had an effect, or may yet. */
  boolean mayHaveHappened() {
    return mayHaveHappened;
  }
}
