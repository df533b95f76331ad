package selaras.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three real nodes and a real Redis, run by {@code payara/cluster.sh} with a state directory and
 * ports of their own. Starting is expensive, so that all tests of a run share one: {@link #shared}
 * brings back whatever the test before has ended. It is closed with the JVM.
 *
 * <p>Nodes are numbered from 1. Every wait has a bound; a failure says what the script said.
 */
public final class TestCluster implements AutoCloseable {
  public static final List<Integer> NODES = List.of(1, 2, 3);

  private static final Duration START = Duration.ofMinutes(10);
  private static TestCluster shared;
  private static boolean closing;

  /** Room for one more node. */
  private final int httpPort = Ports.free(4);

  private final int raftPort = Ports.free(4);
  private final int redisPort = Ports.free(1);
  private final Api api = new Api(httpPort);
  private Links links;
  private WallClocks clocks;
  private String redisOptions = "";

  /** Whether something was done to it since it was {@link #up}. */
  private volatile boolean touched = true;

  private final Path home;

  private TestCluster(String name) {
    home = Path.of("target", name).toAbsolutePath();
  }

  /** The cluster of this run, complete: three nodes that are ready, and Redis. */
  public static synchronized TestCluster shared() {
    if (shared == null) {
      shared = new TestCluster("cluster-it");
      closeWithTheJvm();
      shared.wipe();
      shared.recordClasses();
    }
    if (!shared.isWhole()) {
      shared.up();
    }
    return shared;
  }

  /** To ask the script takes seconds, and each test does. */
  private boolean isWhole() {
    if (links != null) {
      links.heal();
    }
    return !touched && NODES.stream().allMatch(node -> isHealthy(node, "/health/ready"));
  }

  /** Whether a node has started. */
  public boolean isLive(int node) {
    return isHealthy(node, "/health/live");
  }

  private boolean isHealthy(int node, String check) {
    try {
      return api.get(node, check).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static void closeWithTheJvm() {
    if (!closing) {
      closing = true;
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> Optional.ofNullable(shared).ifPresent(TestCluster::close)));
    }
  }

  /** Ends the cluster of this run and puts it aside: the next test has one that begins anew. */
  public static synchronized void discard() {
    shared.close();
    try {
      Path aside = Files.createTempDirectory(shared.home.getParent(), "cluster-it-of-a-failure-");
      Files.move(shared.home, aside.resolve("home"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shared = null;
  }

  /** The first node-1 that ends cleanly archives its classes, which halves what a start costs. */
  private void recordClasses() {
    String[] files = home.resolve("app").toFile().list();
    if (files == null || Stream.of(files).noneMatch(name -> name.endsWith(".jsa"))) {
      up();
      stop(1);
    }
  }

  public Api api() {
    return api;
  }

  /** A client of all nodes that waits no longer than this for an answer. */
  public Api api(Duration patience) {
    return new Api(httpPort, patience);
  }

  /**
   * The network between the nodes, to be cut. There is none before this is called first, which
   * restarts the nodes; it stays for the rest of the run, whole unless cut.
   */
  public synchronized Links links() {
    if (links == null) {
      links = new Links(httpPort, raftPort);
      restart();
    }
    return links;
  }

  /**
   * The wall clocks of the nodes, to be set; restarts the nodes. There have to be {@linkplain
   * WallClocks#available() some}.
   */
  public synchronized WallClocks clocks() {
    clocks = new WallClocks(home.resolve("clocks"));
    restart();
    return clocks;
  }

  /** Nodes that run go on with the real time; those that are started have no other any more. */
  public synchronized void usualClocks() {
    if (clocks != null) {
      clocks.reset();
      clocks = null;
    }
  }

  /** The local time by a node's own clock. */
  public LocalDateTime wallClock(int node) {
    try {
      String pid = Files.readString(home.resolve("node-" + node).resolve("pid")).strip();
      return WallClocks.of(Long.parseLong(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many lines all nodes have logged since each was started. */
  public long logLines() {
    return NODES.stream().mapToLong(node -> log(node).size()).sum();
  }

  private List<String> endOfLog(int node) {
    List<String> all = log(node);
    return all.subList(Math.max(0, all.size() - 20), all.size());
  }

  /** What a node has logged since it was started. */
  public List<String> log(int node) {
    return log(node, "node.log.0");
  }

  /** What a node had logged when it was started again, up to its end. */
  public List<String> logBeforeStart(int node) {
    return log(node, "node.log.before");
  }

  private List<String> log(int node, String name) {
    try {
      return Files.readAllLines(home.resolve("node-" + node).resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How each node stands by its own account, and the end of its log: for the message of a failure.
   */
  public String describe() {
    StringBuilder all = new StringBuilder();
    for (int node : NODES) {
      all.append("%n--- node-%d: ".formatted(node));
      try {
        all.append(api.get(node, "/status").text());
      } catch (UncheckedIOException e) {
        all.append(e);
      }
      endOfLog(node).forEach(line -> all.append("%n    %s".formatted(line)));
    }
    return all.toString();
  }

  /** Starts, resumes and connects what is not, and waits until all three are ready. */
  public void up() {
    if (links != null) {
      links.heal();
    }
    for (int node : NODES) {
      attempt("resume", "" + node);
    }
    script("up");
    touched = false;
  }

  public int httpPort(int node) {
    return httpPort + node - 1;
  }

  /** Ends a node without warning. */
  public void kill(int node) {
    script("kill", "" + node);
  }

  public void killAll() {
    NODES.forEach(this::kill);
  }

  /** Lets a node end cleanly. */
  public void stop(int node) {
    script("stop", "" + node);
  }

  /** Starts a node and waits until it lives; it may not be {@linkplain #up() ready} yet. */
  public void start(int node) {
    script("start", "" + node);
  }

  /** Freezes a node: its connections stay, it neither answers nor ends. */
  public void pause(int node) {
    script("pause", "" + node);
  }

  public void resume(int node) {
    script("resume", "" + node);
  }

  /** Stops all nodes cleanly, then starts them again. */
  public void restart() {
    script("restart");
  }

  /** Stops each node cleanly and starts it again, while the others serve. */
  public void rollingRestart() {
    script("rolling-restart");
  }

  /** Starts a node and has the cluster take it in; the fourth has to be removed again. */
  public void add(int node) {
    wantAddressesOfTheirOwn();
    script("add", "" + node);
  }

  /** Has the cluster go on without a node, which is stopped if it runs. */
  public void remove(int node) {
    wantAddressesOfTheirOwn();
    script("remove", "" + node);
  }

  /** Members are known to all by one address, and with links they have several. */
  private void wantAddressesOfTheirOwn() {
    if (links != null) {
      throw new IllegalStateException("members change before links() is called, not after");
    }
  }

  /** Keeps the locks and sessions as they are now in a file. */
  public void backup(Path file) {
    script("backup", file.toString());
  }

  /** Starts all nodes anew with a backup; none of them may be running. */
  public void restore(Path file) {
    script("restore", file.toString());
  }

  public void killRedis() {
    script("redis", "kill");
  }

  public void startRedis() {
    script("redis", "start");
  }

  /** Starts Redis anew, now and each time that follows with these options; none: as usual. */
  public void restartRedis(String options) {
    redisOptions = options;
    killRedis();
    startRedis();
  }

  /** Starts Redis without what it had; it has to be killed before. */
  public void startEmptyRedis() {
    Directories.delete(home.resolve("redis").resolve("appendonlydir"));
    startRedis();
  }

  public URI redisUri() {
    return URI.create("redis://127.0.0.1:" + redisPort);
  }

  /** The node that leads by its own account, among those given; waits up to 30 s for one. */
  public int leader(Integer... among) {
    return Eventually.found(
        "a leader among " + List.of(among),
        Duration.ofSeconds(30),
        () -> IntStream.of(ints(among)).filter(this::leads).boxed().findFirst());
  }

  public int leader() {
    return leader(1, 2, 3);
  }

  /** The other nodes, in order. */
  public static List<Integer> othersThan(int node) {
    return NODES.stream().filter(other -> other != node).toList();
  }

  @Override
  public void close() {
    for (int node : NODES) {
      attempt("resume", "" + node);
    }
    attempt("down");
  }

  private boolean leads(int node) {
    return api.get(node, "/status").string("role").equals("leader");
  }

  private static int[] ints(Integer[] numbers) {
    return List.of(numbers).stream().mapToInt(Integer::intValue).toArray();
  }

  /** Ends what an earlier run left behind and removes its data; the unpacked server stays. */
  private void wipe() {
    close();
    for (String name : List.of("node-1", "node-2", "node-3", "node-4", "redis")) {
      Directories.delete(home.resolve(name));
    }
    try {
      Files.deleteIfExists(home.resolve("nodes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void script(String... command) {
    String words = String.join(" ", command);
    long begin = System.nanoTime();
    touched = true;
    Optional<String> failure = attempt(command);
    System.out.printf("cluster: %s took %.1f s%n", words, (System.nanoTime() - begin) / 1e9);
    if (failure.isPresent()) {
      throw new IllegalStateException(words + ": " + failure.get());
    }
  }

  /** Runs the script; what it said if it failed. */
  private Optional<String> attempt(String... command) {
    List<String> line = new ArrayList<>(List.of("payara/cluster.sh"));
    line.addAll(List.of(command));
    try {
      Path output = Files.createTempFile("cluster-", ".out");
      try {
        Process process = builder(line, output).start();
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
          process.destroy();
          return Optional.of("no end within " + START);
        }
        return process.exitValue() == 0
            ? Optional.empty()
            : Optional.of(Files.readString(output).strip());
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ProcessBuilder builder(List<String> line, Path output) {
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    var environment = builder.environment();
    List.of("REDIS_URI", "CLUSTER_NODES", "NODE_ID", "NODE_PORT").forEach(environment::remove);
    environment.put("SELARAS_HOME", home.toString());
    environment.put("SELARAS_BUILD", "no");
    environment.put("UP_SECONDS", "" + (START.toSeconds() - 60));
    environment.put(
        "JAVA_HOME", clocks == null ? System.getProperty("java.home") : "" + clocks.home());
    environment.put("HTTP_PORT", "" + httpPort);
    environment.put("RAFT_PORT", "" + raftPort);
    environment.put("REDIS_PORT", "" + redisPort);
    environment.put("REDIS_OPTS", redisOptions);
    environment.put("QUEUE_WEBHOOK_HOSTS", "127.0.0.1");
    if (links != null) {
      NODES.forEach(node -> environment.put("CLUSTER_NODES_" + node, links.nodesSeenBy(node)));
    }
    return builder;
  }
}
