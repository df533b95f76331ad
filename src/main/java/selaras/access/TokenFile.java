package selaras.access;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * {@link StaticTokens} of a file, read again when it has changed, so that a token can be given and
 * taken without a restart. A file that cannot be read any more, or is wrong, changes nothing.
 *
 * <p>Thread-safe. One caller in an interval pays the look at the file.
 */
public final class TokenFile implements Tokens {
  private static final System.Logger LOG = System.getLogger(TokenFile.class.getName());

  private final Path file;
  private final long intervalNanos;
  private final LongSupplier nanos;
  private final AtomicLong lookedNanos;
  private volatile Reading reading;
  private volatile String trouble = "";

  /** The file as it was. */
  private record Reading(FileTime time, StaticTokens tokens) {}

  /**
   * Reads it; throws when that fails.
   *
   * @param interval between two looks at whether it has changed
   * @param nanos a monotonic clock
   */
  public TokenFile(Path file, Duration interval, LongSupplier nanos) {
    this.file = file;
    this.intervalNanos = interval.toNanos();
    this.nanos = nanos;
    this.lookedNanos = new AtomicLong(nanos.getAsLong());
    try {
      this.reading = read();
    } catch (IOException e) {
      throw new IllegalArgumentException("security.tokens.file cannot be read: " + e, e);
    }
  }

  private Reading read() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    return new Reading(time, new StaticTokens(file.toString(), Files.readAllLines(file)));
  }

  @Override
  public Optional<Proof> find(String token) {
    long looked = lookedNanos.get();
    long now = nanos.getAsLong();
    if (now - looked >= intervalNanos && lookedNanos.compareAndSet(looked, now)) {
      look();
    }
    return reading.tokens().find(token);
  }

  private void look() {
    try {
      if (!Files.getLastModifiedTime(file).equals(reading.time())) {
        reading = read();
        trouble = "";
        LOG.log(Level.INFO, "the tokens of {0} are read anew", file);
      }
    } catch (IOException | IllegalArgumentException e) {
      warnOnce(e.getMessage());
    }
  }

  private void warnOnce(String why) {
    if (!why.equals(trouble)) {
      trouble = why;
      LOG.log(Level.WARNING, "the tokens stay as they were: " + why);
    }
  }
}
