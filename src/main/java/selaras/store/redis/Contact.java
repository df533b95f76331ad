package selaras.store.redis;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Whether Redis answers this node, by what became of its calls: says so in the log when that
 * changes, once, and counts the failures.
 *
 * <p>Thread-safe; an answer while all is well costs one look at a flag.
 */
final class Contact {
  private static final Logger LOG = Logger.getLogger(Contact.class.getName());

  private final AtomicBoolean lost = new AtomicBoolean();
  private final LongAdder failures = new LongAdder();

  void answered() {
    if (lost.get() && lost.compareAndSet(true, false)) {
      LOG.info("Redis answers again");
    }
  }

  void failed(String why) {
    failures.increment();
    if (lost.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, "Redis does not answer: {0}", why);
    }
  }

  long failures() {
    return failures.sum();
  }
}
