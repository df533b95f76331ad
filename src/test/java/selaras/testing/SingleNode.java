package selaras.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.arquillian.config.descriptor.api.ArquillianDescriptor;
import org.jboss.arquillian.container.spi.event.DeployDeployment;
import org.jboss.arquillian.container.spi.event.UnDeployDeployment;
import org.jboss.arquillian.container.spi.event.container.AfterDeploy;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A cluster of one: the built WAR on one Payara Micro that Arquillian starts for the first test
 * class and keeps for the others, with a Redis and free ports of their own. Tests use names that no
 * other one does. This class tells Arquillian how; it is found by the service loader.
 */
public final class SingleNode implements LoadableExtension {
  /** So many can follow the locks at once. */
  public static final int FOLLOWERS = 100;

  /** How many may follow its status at once. */
  public static final int WATCHERS = 5;

  /** So many queues are shown one by one at {@code /metrics}. */
  public static final int QUEUES_SHOWN = 10;

  private static final Path HOME = Path.of("target", "single-node-it");
  private static final Duration READY = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static int httpPort;

  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(Life.class);
  }

  /** A client of the node; number 1 is the only one. */
  public static Api api() {
    return new Api(httpPort);
  }

  /** Where the node listens, for a client that wants the bare connection. */
  public static int httpPort() {
    return httpPort;
  }

  /** The WAR that the build made. */
  public static WebArchive war() {
    return ShrinkWrap.create(ZipImporter.class, "selaras.war")
        .importFrom(new File("target/selaras.war"))
        .as(WebArchive.class);
  }

  /** Reacts to what Arquillian does. Made by Arquillian. */
  public static final class Life {
    private RealRedis redis;
    private boolean running;

    /** Before the registry of containers reads the descriptor. */
    public void configure(@Observes(precedence = 100) ArquillianDescriptor descriptor) {
      redis = RealRedis.inMemory();
      httpPort = Ports.free(2);
      descriptor
          .container("single-node")
          .setDefault()
          .property("microJar", "target/run/payara-micro.jar")
          .property("randomHttpPort", "false")
          .property("autoBindHttp", "false")
          .property("outputToConsole", "false")
          .property("cmdOptions", String.join(" ", jvmOptions()))
          .property(
              "extraMicroOptions",
              "--port "
                  + httpPort
                  + " --prebootcommandfile "
                  + openFromTheStart()
                  + " --disablephonehome --contextroot /");
    }

    /** Arquillian asks the server where it listens before anything is deployed. */
    private static Path openFromTheStart() {
      Path commands = HOME.resolveSibling("single-node.asadmin");
      try (Stream<String> lines = Files.lines(Path.of("payara", "preboot.asadmin"))) {
        return Files.write(
            commands, lines.filter(line -> !line.contains("http-listener.enabled")).toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private List<String> jvmOptions() {
      fresh(HOME);
      return List.of(
          "@payara/jvm.options",
          "-Dselaras.single-node=" + httpPort,
          "-Dnode.id=node-1",
          "-Dnode.port=" + httpPort,
          "-Dcluster.nodes=node-1=127.0.0.1:" + httpPort + ":" + (httpPort + 1),
          "-Draft.dir=" + HOME.resolve("raft"),
          "-Dlock.events.followers.max=" + FOLLOWERS,
          "-Dconsole.watchers.max=" + WATCHERS,
          "-Dmetrics.queues.max=" + QUEUES_SHOWN,
          "-Dmetrics.queues.max_age_ms=100",
          "-Dqueue.webhook.hosts=hooks.example.com",
          "-Dredis.uri=" + redis.uri());
    }

    public void started(@Observes AfterDeploy event) {
      Eventually.holds(
          "the node is ready", READY, () -> api().get(1, "/health/ready").status() == 200);
    }

    /** Starting is expensive: the first class does it. */
    public void deploying(@Observes EventContext<DeployDeployment> deploying) {
      if (!running) {
        deploying.proceed();
        running = true;
      }
    }

    /** The node stays for the next class. */
    public void undeploying(@Observes EventContext<UnDeployDeployment> undeploying) {}

    public void ended(@Observes AfterSuite event) {
      ProcessHandle.current().children().filter(Life::isNode).toList().forEach(Life::awaitEnd);
      redis.close();
    }

    private static boolean isNode(ProcessHandle process) {
      return process
          .info()
          .commandLine()
          .filter(line -> line.contains("-Dselaras.single-node=" + httpPort))
          .isPresent();
    }

    private static void awaitEnd(ProcessHandle process) {
      process.destroyForcibly();
      try {
        process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("the node did not end within " + STOP.toSeconds() + " s", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void fresh(Path directory) {
      Directories.delete(directory);
      try {
        Files.createDirectories(directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
