package selaras.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import selaras.connector.Overseer.Report;
import selaras.testing.Eventually;
import selaras.testing.Pause;
import selaras.testing.TestCluster;

/**
 * Message-driven beans on a Payara Micro of their own consume queues of a cluster: nothing is lost,
 * everything is done, and nothing is acknowledged before it is done.
 */
class MessageDrivenBeanIT {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String ORDERS = "orders-" + UUID.randomUUID();
  private static final String ONE_BY_ONE = "one-by-one-" + UUID.randomUUID();
  private static final Set<String> PRODUCED = new HashSet<>();

  private static Overseer overseer;
  private static BeanServer server;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.shared();
    overseer = new Overseer();
    String nodes =
        TestCluster.NODES.stream()
            .map(node -> "http://127.0.0.1:" + cluster.httpPort(node))
            .collect(Collectors.joining(","));
    server =
        new BeanServer(
            Map.of(
                "SELARAS_NODES", nodes,
                "ORDERS", ORDERS,
                "ONE_BY_ONE", ONE_BY_ONE,
                "OVERSEER", overseer.address()));
  }

  @AfterEach
  void nothingIsLost() {
    Eventually.holds(
        "all that was produced is done",
        BOUND,
        () -> overseer.committed().collect(Collectors.toSet()).containsAll(PRODUCED));
  }

  @AfterAll
  static void end() {
    server.close();
    overseer.close();
  }

  @Test
  void bean_atWork_acknowledgedAfterItsTransactionCommitted() {
    long before = stat(ORDERS, "acknowledged");
    CountDownLatch released = new CountDownLatch(1);
    AtomicLong whenCommitted = new AtomicLong(-1);
    String message = fresh("kept");
    overseer.order(
        message,
        report -> {
          if (report.kind().equals("committed")) {
            whenCommitted.set(stat(ORDERS, "acknowledged"));
            return "";
          }
          return hold(released);
        });

    produce(ORDERS, message);
    awaitReports(message, "begun");
    assertThat(stat(ORDERS, "in_flight")).isEqualTo(1);
    assertThat(stat(ORDERS, "acknowledged")).isEqualTo(before);
    released.countDown();

    Eventually.holds("acknowledged", () -> stat(ORDERS, "acknowledged") == before + 1);
    assertThat(whenCommitted).hasValue(before);
    awaitReports(message, "begun", "committed");
  }

  @Test
  void transaction_rolledBackAtCommit_messageComesAgain() {
    String message = fresh("rolled-back");
    overseer.order(message, first("roll back at commit"));

    produce(ORDERS, message);

    awaitReports(message, "begun", "rolled-back", "begun", "committed");
    assertThat(overseer.of(message)).extracting(Report::deliveries).containsExactly(1, 1, 2, 2);
  }

  @Test
  void bean_throws_messageComesAgain() {
    String message = fresh("thrown");
    overseer.order(message, first("throw"));

    produce(ORDERS, message);

    awaitReports(message, "begun", "rolled-back", "begun", "committed");
  }

  @Test
  void bean_slowerThanItsLease_keepsIt() {
    CountDownLatch released = new CountDownLatch(1);
    String message = fresh("slow");
    overseer.order(message, report -> hold(released));

    produce(ORDERS, message);
    awaitReports(message, "begun");
    Pause.of(Duration.ofSeconds(5)); // its lease is of two
    released.countDown();

    awaitReports(message, "begun", "committed");
  }

  @Test
  void pool_full_noMessageTakenThatNobodyWorksOn() {
    CountDownLatch released = new CountDownLatch(1);
    List<String> messages = IntStream.range(0, 5).mapToObj(i -> fresh("one")).toList();
    overseer.order(messages.get(0), report -> hold(released));

    messages.forEach(message -> produce(ONE_BY_ONE, message));
    awaitReports(messages.get(0), "begun");
    Pause.of(Duration.ofSeconds(1));
    assertThat(stat(ONE_BY_ONE, "in_flight")).isEqualTo(1);
    assertThat(overseer.of(messages.get(1))).isEmpty();
    released.countDown();

    messages.forEach(message -> awaitReports(message, "begun", "committed"));
    assertThat(overseer.committed().filter(messages::contains)).containsExactlyElementsOf(messages);
  }

  @Test
  void bean_neverAccepts_deadLetterAfterMaxDeliveries() {
    String message = fresh("poison");
    overseer.order(message, report -> "throw");

    cluster.api().post(3, "/queue/produce/" + ONE_BY_ONE, json(message)).ok();

    Eventually.holds(
        "dead", () -> cluster.api().get(3, "/queue/dead/" + ONE_BY_ONE).text().contains(message));
    assertThat(overseer.of(message))
        .filteredOn(report -> report.kind().equals("begun"))
        .extracting(Report::deliveries)
        .containsExactly(1, 2);
  }

  @Test
  void server_killedInMidDelivery_messagesComeAgain() {
    CountDownLatch never = new CountDownLatch(1);
    List<String> messages = IntStream.range(0, 6).mapToObj(i -> fresh("killed")).toList();
    messages.forEach(
        message ->
            overseer.order(
                message, report -> report.deliveries() == 1 ? hold(never) : Overseer.COMMIT));
    messages.forEach(message -> produce(ORDERS, message));
    Eventually.holds("beans at work", () -> stat(ORDERS, "in_flight") == BeanServer.ORDERS_AT_ONCE);
    Pause.of(Duration.ofSeconds(1));
    assertThat(stat(ORDERS, "in_flight")).isEqualTo(BeanServer.ORDERS_AT_ONCE);

    server.kill();
    never.countDown();
    server.start();

    messages.forEach(
        message ->
            Eventually.holds(message, BOUND, () -> overseer.committed().anyMatch(message::equals)));
  }

  /**
   * A bean at work ends its work. Payara commits its transaction or rolls it back, by the order in
   * which it stops the beans of the application: the message is done with, or comes again.
   */
  @Test
  void application_redeployedInMidDelivery_waitsForBeansAndMessagesComeAgain()
      throws InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    String atWork = fresh("at-work");
    overseer.order(atWork, report -> hold(released));
    produce(ORDERS, atWork);
    awaitReports(atWork, "begun");

    Thread undeployment = Thread.ofPlatform().start(server::undeploy);
    Pause.of(Duration.ofSeconds(1));
    assertThat(undeployment.isAlive()).isTrue();
    released.countDown();
    undeployment.join(BOUND.toMillis());
    String waiting = fresh("waiting");
    produce(ORDERS, waiting);
    Pause.of(Duration.ofSeconds(1));
    assertThat(overseer.of(waiting)).isEmpty();
    server.deploy();

    awaitReports(waiting, "begun", "committed");
    awaitNothingLeft();
    assertThat(kinds(atWork))
        .isIn(List.of("begun", "committed"), List.of("begun", "rolled-back", "begun", "committed"));
  }

  @Test
  void node_lostInMidDelivery_anotherIsAsked() {
    CountDownLatch released = new CountDownLatch(1);
    String atWork = fresh("at-work");
    overseer.order(atWork, report -> hold(released));
    produce(ORDERS, atWork);
    awaitReports(atWork, "begun");

    cluster.kill(1); // the first of the list, the one that is asked
    released.countDown();
    List<String> later = IntStream.range(0, 20).mapToObj(i -> fresh("later")).toList();
    later.forEach(message -> produce(ORDERS, message));

    awaitReports(atWork, "begun", "committed");
    later.forEach(message -> awaitReports(message, "begun", "committed"));
    awaitNothingLeft();
  }

  private static String fresh(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  private static String json(String message) {
    return "{\"message\":\"%s\"}".formatted(message);
  }

  private static void produce(String queue, String message) {
    cluster.api().post(3, "/queue/produce/" + queue, json(message)).ok();
    PRODUCED.add(message);
  }

  private static long stat(String queue, String member) {
    return cluster.api().get(3, "/queue/stats/" + queue).ok().number(member);
  }

  private static void awaitNothingLeft() {
    Eventually.holds(
        "nothing is left",
        BOUND,
        () ->
            Stream.of("depth", "in_flight", "delayed")
                .allMatch(member -> stat(ORDERS, member) == 0));
  }

  private static Function<Report, String> first(String order) {
    return report -> report.deliveries() == 1 ? order : Overseer.COMMIT;
  }

  private static String hold(CountDownLatch released) {
    try {
      assertThat(released.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Overseer.COMMIT;
  }

  private static void awaitReports(String message, String... kinds) {
    Eventually.holds(
        () -> "%s, reported: %s".formatted(String.join(", ", kinds), overseer.of(message)),
        BOUND,
        () -> kinds(message).equals(List.of(kinds)));
  }

  private static List<String> kinds(String message) {
    return overseer.of(message).stream().map(Report::kind).toList();
  }
}
