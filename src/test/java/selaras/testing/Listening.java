package selaras.testing;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what a class logs, of information and more, until it is closed. */
public final class Listening extends Handler {
  private final Logger logger;
  private final Level before;
  private final Consumer<String> messages;

  public Listening(Class<?> source, Consumer<String> messages) {
    this.logger = Logger.getLogger(source.getName());
    this.before = logger.getLevel();
    this.messages = messages;
    logger.setLevel(Level.INFO);
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord line) {
    messages.accept(line.getMessage());
  }

  @Override
  public void flush() {
    // nothing is kept back
  }

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
  }
}
