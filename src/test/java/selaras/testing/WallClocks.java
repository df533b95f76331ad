package selaras.testing;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The wall clocks of the nodes of a {@link TestCluster}, to be set while they run. The nodes are
 * started with libfaketime, which leaves the monotonic clock alone, as setting the real one would.
 */
public final class WallClocks {
  private static final DateTimeFormatter DUMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Path home;

  /**
   * @param home for a JDK whose {@code java} starts with a clock that can be set
   */
  WallClocks(Path home) {
    this.home = home;
    try {
      Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
      Path jdk = Path.of(System.getProperty("java.home"));
      Files.writeString(home.resolve("release"), Files.readString(jdk.resolve("release")));
      Files.writeString(java, launcher(jdk.resolve("bin/java")));
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
  }

  /** Whether there is a libfaketime. */
  public static boolean available() {
    return library().isPresent();
  }

  /** A process that is no node, as the one that tells the version, has no file and no offset. */
  private String launcher(Path java) {
    return """
        #!/bin/sh
        if [ -n "$NODE_ID" ]; then
          # without the last one a JVM spins in timed waits
          export LD_PRELOAD=%s FAKETIME_TIMESTAMP_FILE=%s/$NODE_ID FAKETIME_CACHE_DURATION=1 \\
            FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0
        fi
        exec %s "$@"
        """
        .formatted(library().orElseThrow(), home, java);
  }

  private static Optional<Path> library() {
    return Stream.of(
            "/usr/lib/x86_64-linux-gnu/faketime",
            "/usr/lib/aarch64-linux-gnu/faketime",
            "/usr/lib64/faketime",
            "/usr/local/lib/faketime")
        .map(directory -> Path.of(directory, "libfaketimeMT.so.1"))
        .filter(Files::exists)
        .findFirst();
  }

  Path home() {
    return home;
  }

  /** Sets a node's clock so far ahead of the real one, or behind it; it notices within a second. */
  public void set(int node, Duration ahead) {
    try {
      Path next = Files.writeString(home.resolve("next"), "%+d\n".formatted(ahead.toSeconds()));
      Files.move(next, home.resolve("node-" + node), ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All clocks show the real time. */
  public void reset() {
    TestCluster.NODES.forEach(node -> set(node, Duration.ZERO));
  }

  /** The local time by the clock of a process, which is the head of its thread dump. */
  static LocalDateTime of(long pid) {
    try {
      Process dump =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  "" + pid,
                  "Thread.print")
              .redirectErrorStream(true)
              .start();
      try (var lines = dump.inputReader()) {
        lines.readLine(); // the pid
        return LocalDateTime.parse(lines.readLine(), DUMP);
      } finally {
        dump.destroy();
        dump.waitFor(10, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
