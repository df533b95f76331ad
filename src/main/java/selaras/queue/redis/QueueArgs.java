package selaras.queue.redis;

import java.time.Duration;
import selaras.queue.Ordering;
import selaras.queue.QueueDefinition;

/** What several scripts are told in the same words. */
final class QueueArgs {
  /** Due messages one script gives back at most, of each kind. */
  static final String DUE_AT_ONCE = "256";

  private QueueArgs() {}

  static String byKey(QueueDefinition definition) {
    return definition.ordering() == Ordering.KEY ? "1" : "0";
  }

  static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
