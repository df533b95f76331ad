package selaras.cache.redis;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** A real redis-server on a free port; it can be killed and started again on the same port. */
final class RedisProcess implements AutoCloseable {
  private static final Path BINARIES = Path.of("target", "run");

  private final int port;
  private Process process;

  RedisProcess() {
    this.port = freePort();
    start();
  }

  URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  void start() {
    try {
      process =
          new ProcessBuilder(
                  binary().toString(),
                  "--port",
                  Integer.toString(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new IllegalStateException("redis-server does not start", e);
    }
    await("redis-server answers", this::answers);
  }

  /** As {@code kill -9}; nothing is kept. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** Waits for a condition, at most ten seconds. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 10 s: " + what);
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private boolean answers() {
    try (var client = RedisClient.create(uri().toString())) {
      return "PONG".equals(client.ping());
    } catch (JedisException e) {
      return false;
    }
  }

  private static Path binary() {
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String suffix = (mac ? "darwin-" : "linux-") + arch;
    File binary = BINARIES.resolve("redis-server-7.0.15-" + suffix).toFile();
    if (!Files.exists(binary.toPath()) || !(binary.canExecute() || binary.setExecutable(true))) {
      throw new IllegalStateException("no redis-server at " + binary);
    }
    return binary.toPath().toAbsolutePath();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
