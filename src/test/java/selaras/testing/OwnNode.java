package selaras.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of one that is configured as one test needs it: a process with the built WAR, a Redis
 * and free ports of its own. It goes with its data when it is closed.
 */
public final class OwnNode implements AutoCloseable {
  private static final Path HOME = Path.of("target", "own-node-it").toAbsolutePath();
  private static final Duration READY = Duration.ofSeconds(180);

  private final RealRedis redis = RealRedis.inMemory();
  private final int port = Ports.free(2);
  private final Process process;

  /** Starts it and waits until it is ready. */
  public OwnNode(Map<String, String> settings) {
    try {
      Directories.delete(HOME);
      Files.createDirectories(HOME.resolve("tmp"));
      process =
          new ProcessBuilder(command(settings))
              .redirectErrorStream(true)
              .redirectOutput(HOME.resolve("log").toFile())
              .start();
      Eventually.holds("the node is ready", READY, this::isReady);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  private List<String> command(Map<String, String> settings) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("@payara/jvm.options");
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-Djava.io.tmpdir=" + HOME.resolve("tmp"));
    line.add("-Dnode.port=" + port);
    line.add("-Dcluster.nodes=node-1=127.0.0.1:" + port + ":" + raftPort());
    line.add("-Draft.dir=" + HOME.resolve("raft"));
    line.add("-Dredis.uri=" + redis.uri());
    settings.forEach((key, value) -> line.add("-D" + key + "=" + value));
    line.addAll(List.of("-jar", "target/run/payara-micro.jar", "--port", Integer.toString(port)));
    line.addAll(List.of("--prebootcommandfile", "payara/preboot.asadmin"));
    line.addAll(List.of("--postdeploycommandfile", "payara/postdeploy.asadmin"));
    line.addAll(List.of("--deploy", "target/selaras.war", "--contextroot", "/"));
    return line;
  }

  private boolean isReady() {
    try {
      return api().get(1, "/health/ready").status() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** A client of the node, which is number 1. */
  public Api api() {
    return new Api(port);
  }

  public int httpPort() {
    return port;
  }

  public int raftPort() {
    return port + 1;
  }

  /** All that it has said. */
  public String log() {
    try {
      return Files.readString(HOME.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    redis.close();
  }
}
