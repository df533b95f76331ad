package selaras.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sets the wall clock that a node sees, while it runs: by libfaketime, which stands between the
 * process and the C library. The monotonic clock stays as it is, as when a real wall clock is set.
 */
public final class WallClock {
  private static final String LIBRARY = "libfaketimeMT.so.1";
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib"));
  private static final int DEPTH = 4;
  private static final DateTimeFormatter HEAD = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Path library;
  private final Path shifts = Path.of("target", "wall-clock").toAbsolutePath();

  private WallClock(Path library) {
    this.library = library;
  }

  /** Aborts the test, visibly, where libfaketime is not installed. */
  public static WallClock ofThisMachine() {
    for (Path place : PLACES) {
      Optional<Path> found = find(place);
      if (found.isPresent()) {
        return new WallClock(found.get());
      }
    }
    return abort("no " + LIBRARY + ": install libfaketime (Debian: faketime) to run this test");
  }

  private static Optional<Path> find(Path place) {
    if (!Files.exists(place)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.find(place, DEPTH, WallClock::isIt)) {
      return files.findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isIt(Path path, Object attributes) {
    return path.endsWith(LIBRARY);
  }

  /** What a node has to be started with; its clock is right at first. */
  public Map<String, String> environment(int node) {
    shift(Map.of(node, "+0"));
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        file(node).toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }

  /**
   * Sets clocks; a node sees it within a second.
   *
   * @param byNode how far from the right time, as {@code +5h} or {@code -7h}
   */
  public void shift(Map<Integer, String> byNode) {
    byNode.forEach(
        (node, shift) -> {
          try {
            Files.createDirectories(shifts);
            Files.writeString(file(node), shift);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** How many hours a node's wall clock is ahead, by its own account: the head of a thread dump. */
  public static double hoursAhead(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process = new ProcessBuilder(jcmd.toString(), "" + pid, "Thread.print").start();
      String dump = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      LocalDateTime shown = LocalDateTime.parse(dump.lines().skip(1).findFirst().orElse(""), HEAD);
      return Duration.between(LocalDateTime.now(), shown).toMinutes() / 60.0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(int node) {
    return shifts.resolve("node-" + node);
  }
}
