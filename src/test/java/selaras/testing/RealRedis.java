package selaras.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/**
 * A real redis-server of its own, on a free port, with its files in a temporary directory that goes
 * with it. It can be killed and started again in its old place.
 */
public final class RealRedis implements AutoCloseable {
  private static final Duration START_BOUND = Duration.ofSeconds(10);

  private final int port;
  private final Path directory;
  private final List<String> options;
  private Process process;

  private RealRedis(Function<Path, List<String>> options) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
      this.directory = Files.createTempDirectory("selaras-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.options = options.apply(directory);
    start();
  }

  /** A server that forgets everything when it ends. */
  public static RealRedis inMemory() {
    return with();
  }

  /** A server that has everything on disk before it answers ({@code appendfsync always}). */
  public static RealRedis durable() {
    return with("--appendonly", "yes", "--appendfsync", "always");
  }

  /** A server with more options. */
  public static RealRedis with(String... options) {
    return new RealRedis(
        directory ->
            Stream.concat(
                    Stream.of("--dir", directory.toString(), "--save", ""), Arrays.stream(options))
                .toList());
  }

  /** A sentinel with these lines in its file, to which it adds what it learns. */
  public static RealRedis sentinel(String... lines) {
    return new RealRedis(
        directory -> {
          Path file = directory.resolve("sentinel.conf");
          try {
            Files.write(file, List.of(lines));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return List.of(file.toString(), "--sentinel");
        });
  }

  public int port() {
    return port;
  }

  public URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  /** Starts the server again after {@link #kill()}; returns when it answers. */
  public void start() {
    List<String> command = new ArrayList<>();
    command.add(binary().toString());
    command.addAll(options);
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAnswer();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** How often a command was called since the start, also by scripts. */
  public long calls(String command) {
    String name = "cmdstat_" + command + ":";
    try (Jedis own = new Jedis("127.0.0.1", port)) {
      return own.info("commandstats")
          .lines()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
          .sum();
    }
  }

  /** kill -9; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("redis-server does not end, pid " + process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGSTOP: connections stay open, nothing answers. */
  public void pause() {
    signal("-STOP");
  }

  /** SIGCONT, after {@link #pause()}. */
  public void resume() {
    signal("-CONT");
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + START_BOUND.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("redis-server did not start; see " + directory + "/log");
      }
      Thread.onSpinWait();
    }
  }

  /** Whether it answers +PONG or asks who is there, which it does not while it loads its file. */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      socket.setSoTimeout(100);
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(5), US_ASCII);
      return answer.equals("+PONG") || answer.equals("-NOAU");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The binary for this platform; Maven unpacks all of them before the tests. */
  private static Path binary() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String name =
        "redis-server-7.0.15-"
            + (os.contains("mac") ? "darwin" : "linux")
            + (arch.equals("aarch64") || arch.equals("arm64") ? "-arm64" : "-amd64");
    return Path.of("target", "run", name).toAbsolutePath();
  }
}
