package selaras.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import selaras.connector.sample.Orders;
import selaras.testing.Eventually;
import selaras.testing.Ports;

/** A Payara Micro of its own with {@code selaras.rar} and the sample application. */
final class BeanServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(120);
  private static final Path HOME = Path.of("target", "bean-server").toAbsolutePath();
  private static final Path MAIN_JAR = HOME.resolve("main.jar");

  /** The container's pool of this bean, smaller than what the bean has asked for. */
  static final int ORDERS_AT_ONCE = 3;

  private static final String POOL =
      """
      <glassfish-ejb-jar><enterprise-beans><ejb>
        <ejb-name>Orders</ejb-name>
        <bean-pool><max-pool-size>%d</max-pool-size></bean-pool>
      </ejb></enterprise-beans></glassfish-ejb-jar>"""
          .formatted(ORDERS_AT_ONCE);

  private final Map<String, String> environment;
  private final int port = Ports.free(1);
  private Process process;
  private int orders;

  BeanServer(Map<String, String> environment) throws IOException {
    this.environment = environment;
    Files.createDirectories(HOME.resolve("tmp"));
    ShrinkWrap.create(WebArchive.class)
        .addPackage(Orders.class.getPackage())
        .addAsWebInfResource(new StringAsset(POOL), "glassfish-ejb-jar.xml")
        .as(ZipExporter.class)
        .exportTo(application(), true);
    pack(BeanServerMain.class);
    start();
  }

  /**
   * A jar to run that has nothing but the main class, so that the application finds no class of its
   * own outside of itself, and opens what Payara's opens.
   */
  private static void pack(Class<?> main) throws IOException {
    Path payara = Path.of("target", "run", "payara-micro.jar").toAbsolutePath();
    Manifest manifest = new Manifest();
    try (JarFile jar = new JarFile(payara.toFile())) {
      manifest.getMainAttributes().putAll(jar.getManifest().getMainAttributes());
    }
    manifest.getMainAttributes().put(Name.MAIN_CLASS, main.getName());
    manifest.getMainAttributes().put(Name.CLASS_PATH, payara.toUri().toString());
    String file = main.getName().replace('.', '/') + ".class";
    try (var jar = new JarOutputStream(Files.newOutputStream(MAIN_JAR), manifest)) {
      jar.putNextEntry(new ZipEntry(file));
      Files.copy(Path.of("target", "test-classes", file), jar);
    }
  }

  private static File application() {
    return HOME.resolve("sample.war").toFile();
  }

  private static Path log() {
    return HOME.resolve("server.log");
  }

  /** Starts it after {@link #kill()}; returns when the application is deployed. */
  void start() {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@payara/jvm.options",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + HOME.resolve("tmp"),
            "-jar",
            MAIN_JAR.toString(),
            Integer.toString(port),
            "target/selaras.rar",
            application().toString());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log().toFile());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    orders = 0;
    await("deployed 0");
  }

  void undeploy() {
    order("undeployed");
  }

  void deploy() {
    order("deployed");
  }

  private void order(String what) {
    String order = what + " " + ++orders;
    try {
      process.outputWriter().write(order + "\n");
      process.outputWriter().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await(order);
  }

  private void await(String said) {
    Eventually.holds(
        said,
        START,
        () -> {
          assertThat(process.isAlive()).isTrue();
          assertThat(logged()).doesNotContain("bean server: failed: " + said);
          return logged().contains("bean server: " + said);
        });
  }

  /** What the server has logged since it was started. */
  static List<String> logged() {
    try {
      return Files.readAllLines(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kill -9; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the bean server does not end, pid " + process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
