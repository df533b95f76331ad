import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What wrk cannot measure of Selaras or etcd, both driven by the same code; beside-etcd.sh runs it:
 *
 * <pre>
 *   java BesideEtcd.java hand-over SYSTEM CHAINS URL...   ms from each release to the next grant
 *   java BesideEtcd.java fail-over SYSTEM PID URL         kills PID; longest ms without a grant
 * </pre>
 *
 * SYSTEM is selaras or etcd. etcd must have the leases 1 to 51, one for each caller.
 */
final class BesideEtcd {
  static final int WAITERS = 50;
  static final int WARM_UP_CHAINS = 10;
  static final Duration CALL_LIMIT = Duration.ofSeconds(30);

  /** One HTTP call; without a body it is a GET. */
  record Call(String path, String body) {}

  /** How a system is asked for a lock. Callers are numbered from 1. */
  sealed interface Dialect {
    /** Waits if it is held. */
    Call lock(String resource, int caller);

    Call unlock(String resource, int caller);

    /** Shows the holder and the waiters. */
    Call look(String resource);

    /** The member that the answer to look has once for each of them. */
    String one();
  }

  record Selaras() implements Dialect {
    public Call lock(String resource, int caller) {
      return new Call("/lock", body(resource, caller, ",\"wait_ms\":30000"));
    }

    public Call unlock(String resource, int caller) {
      return new Call("/unlock", body(resource, caller, ""));
    }

    public Call look(String resource) {
      return new Call("/lock/" + resource, null);
    }

    public String one() {
      return "\"holder_id\"";
    }

    private static String body(String resource, int caller, String more) {
      return """
          {"resource_id":"%s","holder_id":"caller-%d"%s}""".formatted(resource, caller, more);
    }
  }

  /** The caller's number is its lease. The key of a lock is its name, a slash and the lease. */
  record Etcd() implements Dialect {
    public Call lock(String resource, int caller) {
      return new Call(
          "/v3/lock/lock",
          """
          {"name":"%s","lease":%d}""".formatted(base64(resource), caller));
    }

    public Call unlock(String resource, int caller) {
      String key = resource + "/" + Long.toHexString(caller);
      return new Call(
          "/v3/lock/unlock",
          """
          {"key":"%s"}""".formatted(base64(key)));
    }

    public Call look(String resource) {
      String end = resource + (char) ('/' + 1);
      return new Call(
          "/v3/kv/range",
          """
          {"key":"%s","range_end":"%s"}""".formatted(base64(resource + "/"), base64(end)));
    }

    public String one() {
      return "\"create_revision\"";
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes());
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Dialect dialect;
  private final List<String> nodes;
  private volatile long releasedAt;

  BesideEtcd(Dialect dialect, List<String> nodes) {
    this.dialect = dialect;
    this.nodes = nodes;
  }

  public static void main(String[] args) throws Exception {
    Dialect dialect = args[1].equals("etcd") ? new Etcd() : new Selaras();
    BesideEtcd run = new BesideEtcd(dialect, List.of(args).subList(3, args.length));
    switch (args[0]) {
      case "hand-over" -> run.handOver(Integer.parseInt(args[2])).forEach(BesideEtcd::print);
      case "fail-over" -> print(run.failOver(Long.parseLong(args[2])));
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0); // calls without an answer are not waited for
  }

  private static void print(long nanos) {
    System.out.printf("%.3f%n", nanos / 1e6);
  }

  // --- hand-over: all wait on one lock, each releases it as soon as it has it ---

  List<Long> handOver(int chains) throws Exception {
    List<Long> all = new ArrayList<>();
    for (int chain = -WARM_UP_CHAINS; chain < chains; chain++) {
      List<Long> times = chain("chain" + System.nanoTime());
      if (chain >= 0) {
        all.addAll(times);
      }
    }
    return all;
  }

  private List<Long> chain(String resource) throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      int first = WAITERS + 1;
      send(first, dialect.lock(resource, first));
      List<Future<Long>> waiting = new ArrayList<>();
      for (int n = 1; n <= WAITERS; n++) {
        int caller = n;
        waiting.add(callers.submit(() -> waitAndPassOn(resource, caller)));
      }
      awaitQueue(resource);
      release(resource, first);
      List<Long> times = new ArrayList<>();
      for (Future<Long> time : waiting) {
        times.add(time.get());
      }
      return times;
    }
  }

  private long waitAndPassOn(String resource, int caller) throws Exception {
    send(caller, dialect.lock(resource, caller));
    long waited = System.nanoTime() - releasedAt;
    release(resource, caller);
    return waited;
  }

  private void release(String resource, int caller) throws Exception {
    releasedAt = System.nanoTime();
    send(caller, dialect.unlock(resource, caller));
  }

  private void awaitQueue(String resource) throws Exception {
    for (int tries = 0; tries < 1000; tries++) {
      String seen = send(1, dialect.look(resource));
      if (seen.split(dialect.one(), -1).length - 1 == WAITERS + 1) {
        return;
      }
      Thread.sleep(10);
    }
    throw new IllegalStateException("the queue of " + resource + " did not fill");
  }

  // --- fail-over: a free lock is asked for every 10 ms, answered or not, so that a call which went
  // down with the leader does not hide that the others are served again ---

  long failOver(long leader) throws Exception {
    Queue<Long> grants = new ConcurrentLinkedQueue<>();
    ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    lockFreeOnes(200, calls, grants);
    grants.clear();
    grants.add(System.nanoTime());
    ProcessHandle.of(leader).orElseThrow().destroyForcibly(); // SIGKILL
    lockFreeOnes(1000, calls, grants);
    grants.add(System.nanoTime());
    return longestGap(List.copyOf(grants));
  }

  private void lockFreeOnes(int count, ExecutorService calls, Queue<Long> grants) throws Exception {
    for (int n = 0; n < count; n++) {
      String resource = "free" + System.nanoTime();
      calls.submit(
          () -> {
            send(1, dialect.lock(resource, 1));
            return grants.add(System.nanoTime());
          });
      Thread.sleep(10);
    }
  }

  private static long longestGap(List<Long> times) {
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return longest;
  }

  // --- HTTP ---

  /** Callers go round the nodes. */
  private String send(int caller, Call call) throws IOException, InterruptedException {
    String url = nodes.get(caller % nodes.size()) + call.path();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(CALL_LIMIT);
    if (call.body() != null) {
      request.header("Content-Type", "application/json");
      request.POST(HttpRequest.BodyPublishers.ofString(call.body()));
    }
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(url + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
