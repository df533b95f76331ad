package selaras.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;
import redis.clients.jedis.util.JedisClusterCRC16;
import selaras.cache.ReadOutcome;
import selaras.cache.WriteOutcome;
import selaras.cache.WriteOutcome.Written;
import selaras.lock.MirrorStore;
import selaras.queue.ProduceOutcome;
import selaras.queue.ProduceOutcome.Produced;
import selaras.queue.ProduceOutcome.StaleFence;
import selaras.store.Fence;
import selaras.store.Store;
import selaras.store.StoreUnavailableException;
import selaras.testing.Eventually;
import selaras.testing.RedisCluster;

/** Everything that a node has in Redis, on a real Redis Cluster with a password. */
class RedisClusterIT {
  private static final Duration FAILOVER = Duration.ofSeconds(15);

  /** Three attempts of the queue, of four time-outs each at worst, as {@link Routing} says. */
  private static final Duration CALL = Duration.ofSeconds(4);

  private static RedisCluster cluster;
  private static StoreUser one;
  private static StoreUser two;

  @BeforeAll
  static void start() {
    cluster = new RedisCluster();
    Map<String, String> keys =
        Map.of("redis.cluster.nodes", cluster.nodes(), "redis.password", RedisCluster.PASSWORD);
    one = new StoreUser("node-1", keys);
    two = new StoreUser("node-2", keys);
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    cluster.close();
  }

  /** Queues named so that the given master has their keys. */
  private static List<String> queuesOf(int master, String prefix, int count) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> prefix + i)
        .filter(name -> RedisCluster.masterOf(partitionKey(name)) == master)
        .limit(count)
        .toList();
  }

  private static String partitionKey(String queue) {
    return "selaras:q:{" + queue + "/0}:ready";
  }

  private static <T> T eventually(String what, Supplier<T> call) {
    return Eventually.found(what, FAILOVER, () -> Optional.ofNullable(call.get()));
  }

  private static Duration timeOf(Runnable call) {
    long start = System.nanoTime();
    call.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void setup_ofACluster_namesItsMastersAndNoSecret() {
    Store.Setup setup = one.store.setup();
    assertThat(setup.form()).isEqualTo("cluster");
    assertThat(setup.servers()).hasSize(3);
    assertThat(one.store.isReachable()).isTrue();
    assertThat(StoreUser.settings(Map.of("redis.password", RedisCluster.PASSWORD)).toString())
        .doesNotContain(RedisCluster.PASSWORD);
  }

  @Test
  void queues_overAllMasters_keepTheirOrderAndAreListed() {
    for (int master = 0; master < 3; master++) {
      for (String queue : queuesOf(master, "spread-" + master + "-", 3)) {
        for (int i = 0; i < 5; i++) {
          assertThat(one.produce(queue, "" + i, Optional.empty())).isInstanceOf(Produced.class);
        }
        assertThat(two.desk.stats(queue).depth()).isEqualTo(5);
        assertThat(two.take(queue, 10)).containsExactly("0", "1", "2", "3", "4");
        assertThat(two.catalog.names("", 100)).contains(queue);
      }
    }
  }

  @Test
  void cache_overAllMasters_everyWriteReachesTheOtherNode() {
    for (int i = 0; i < 30; i++) {
      String key = "user:" + i;
      one.put(key, "1", Optional.empty());
      assertThat(two.get(key)).isEqualTo("1");
      one.put(key, "2", Optional.empty());
      Eventually.holds("node-2 has heard of " + key, () -> two.get(key).equals("2"));
    }
    assertThat(two.cache.stats().invalidationsReceived()).isPositive();
  }

  @Test
  void mirrorAndMembers_oneSlotEach_areWritten() {
    one.members.announce();
    two.members.announce();
    assertThat(two.members.get()).hasSize(2);
    var asOf = new MirrorStore.AsOf(1, 2, 3);
    assertThat(one.mirror.draft(1).publish(asOf)).isTrue();
    assertThat(one.mirror.change(asOf, new MirrorStore.Page(3, List.of(), List.of()))).isTrue();
  }

  @Test
  void fence_newerTokenSeenInAnySlot_olderIsRefusedInAll() {
    Fence old = new Fence("file1", 17);
    Fence newer = new Fence("file1", 18);
    String queue = queuesOf(0, "fenced-", 1).get(0);
    String other = queuesOf(2, "fenced-", 1).get(0);
    assertThat(one.produce(queue, "1", Optional.of(old))).isInstanceOf(Produced.class);
    assertThat(one.produce(queue, "2", Optional.of(newer))).isInstanceOf(Produced.class);

    assertThat(two.produce(other, "3", Optional.of(old))).isEqualTo(new StaleFence(old, 18));
    for (int i = 0; i < 6; i++) {
      assertThat(two.put("total:" + i, "3", Optional.of(old)))
          .isEqualTo(new WriteOutcome.StaleFence(old, 18));
    }
    assertThat(two.put("total:0", "3", Optional.of(newer))).isInstanceOf(Written.class);
    assertThat(one.take(queue, 10)).containsExactly("1", "2");
    assertThat(one.take(other, 10)).isEmpty();
  }

  /** As a call that had passed the fence of its resource before the newer token came by. */
  @Test
  void fence_callThatWasUnderWay_isRefusedWhereTheNewerTokenWasShown() {
    Fence old = new Fence("file2", 17);
    Fence newer = new Fence("file2", 18);
    String queue = queuesOf(1, "overtaken-", 1).get(0);
    one.produce(queue, "1", Optional.of(newer));
    one.put("read", "1", Optional.empty());
    assertThat(one.cache.get("read", newer).join()).isInstanceOf(ReadOutcome.Found.class);
    one.store.call(redis -> redis.del("selaras:fence:file2"));

    assertThat(two.produce(queue, "2", Optional.of(old))).isEqualTo(new StaleFence(old, 18));
    one.store.call(redis -> redis.del("selaras:fence:file2"));
    assertThat(two.put("read", "2", Optional.of(old)))
        .isEqualTo(new WriteOutcome.StaleFence(old, 18));
  }

  @Test
  void masterKilled_itsReplicaTakesOverAndNothingIsLost() {
    String queue = queuesOf(0, "killed-", 1).get(0);
    one.produce(queue, "1", Optional.empty());
    one.put("before", "1", Optional.empty());
    cluster.at(0, redis -> redis.waitReplicas(1, 1000));

    cluster.server(0).kill();
    long killed = System.nanoTime();
    Duration first =
        timeOf(
            () ->
                assertThatThrownBy(() -> one.produce(queue, "lost", Optional.empty()))
                    .isInstanceOf(StoreUnavailableException.class));
    assertThat(first).isLessThan(CALL);
    eventually("the queue goes on", () -> one.produceOnce(queue, "2", "again"));
    System.out.printf(
        "cluster: 503 after %d ms; the killed master's queue went on after %d ms%n",
        first.toMillis(), Duration.ofNanos(System.nanoTime() - killed).toMillis());

    List<String> left = two.take(queue, 10);
    assertThat(left).startsWith("1").endsWith("2");
    hears(one, two, "after-1");
    hears(two, one, "after-2");
    cluster.server(0).start();
    Eventually.holds("it is whole again", FAILOVER, cluster::isUp);
  }

  private static void hears(StoreUser to, StoreUser from, String key) {
    Eventually.holds("it is subscribed", FAILOVER, () -> to.cache.stats().connected());
    from.put(key, "1", Optional.empty());
    assertThat(to.get(key)).isEqualTo("1");
    long before = to.cache.stats().invalidationsReceived();
    from.put(key, "2", Optional.empty());
    Eventually.holds("it is told", () -> to.cache.stats().invalidationsReceived() > before);
    assertThat(to.get(key)).isEqualTo("2");
  }

  @Test
  void masterWithoutReplica_killedAndBack_goesOnWithEverything() {
    String queue = queuesOf(1, "back-", 1).get(0);
    one.produce(queue, "1", Optional.empty());
    cluster.server(1).kill();
    Duration first =
        timeOf(
            () ->
                assertThatThrownBy(() -> one.produce(queue, "2", Optional.empty()))
                    .isInstanceOf(StoreUnavailableException.class));
    assertThat(first).isLessThan(CALL);

    cluster.server(1).start();
    eventually("the queue goes on", () -> two.produceOnce(queue, "3", "later"));
    assertThat(one.take(queue, 10)).startsWith("1").endsWith("3");
    Eventually.holds("it is whole again", FAILOVER, cluster::isUp);
    hears(one, two, "back-1");
    hears(two, one, "back-2");
  }

  @Test
  void masterHangs_itsCallsEndInBoundedTimeAndTheOthersGoOn() {
    String stuck = queuesOf(1, "stuck-", 1).get(0);
    String free = queuesOf(2, "free-", 1).get(0);
    one.produce(stuck, "1", Optional.empty());
    one.produce(free, "1", Optional.empty());
    cluster.server(1).pause();
    try {
      var hanging = CompletableFuture.supplyAsync(() -> timeOfFailure(stuck));
      assertThat(timeOf(() -> one.produce(free, "2", Optional.empty())))
          .isLessThan(Duration.ofMillis(900));
      assertThat(hanging.join()).isLessThan(CALL);
    } finally {
      cluster.server(1).resume();
    }
    Eventually.holds("it is whole again", FAILOVER, cluster::isUp);
    eventually("the queue goes on", () -> one.produceOnce(stuck, "3", "after"));
    assertThat(two.take(free, 10)).containsExactly("1", "2");
  }

  private static Duration timeOfFailure(String queue) {
    return timeOf(
        () ->
            assertThatThrownBy(() -> one.produce(queue, "2", Optional.empty()))
                .isInstanceOf(StoreUnavailableException.class));
  }

  @Test
  void slotMoves_whileTheQueueIsUsed_everyMessageOnceAndInOrder() {
    String queue = queuesOf(2, "moved-", 1).get(0);
    List<String> produced = new ArrayList<>();
    AtomicBoolean moved = new AtomicBoolean();
    var producer =
        CompletableFuture.runAsync(
            () -> {
              int after = 0;
              for (int i = 0; after < 20; i++) {
                String body = Integer.toString(i);
                eventually("message " + body, () -> one.produceOnce(queue, body, "m" + body));
                produced.add(body);
                after += moved.get() ? 1 : 0;
              }
            });
    Eventually.holds("some are there", () -> two.desk.stats(queue).depth() > 20);
    move(JedisClusterCRC16.getSlot(partitionKey(queue)), 2, 1);
    moved.set(true);
    producer.join();

    List<String> taken = new ArrayList<>();
    for (List<String> some; !(some = two.take(queue, 100)).isEmpty(); ) {
      taken.addAll(some);
    }
    assertThat(taken).isEqualTo(produced);
    move(JedisClusterCRC16.getSlot(partitionKey(queue)), 1, 2);
  }

  /** All keys but those of the scripts that run meanwhile; the last state is told to everyone. */
  private static void move(int slot, int from, int to) {
    String source = cluster.at(from, Jedis::clusterMyId);
    String target = cluster.at(to, Jedis::clusterMyId);
    cluster.at(to, redis -> redis.clusterSetSlotImporting(slot, source));
    cluster.at(from, redis -> redis.clusterSetSlotMigrating(slot, target));
    for (List<String> some; !(some = keysIn(slot, from)).isEmpty(); ) {
      String[] keys = some.toArray(String[]::new);
      var params = new MigrateParams().auth(RedisCluster.PASSWORD);
      cluster.at(
          from,
          redis -> redis.migrate("127.0.0.1", cluster.address(to).getPort(), 1000, params, keys));
    }
    cluster.at(to, redis -> redis.clusterSetSlotNode(slot, target));
    cluster.at(from, redis -> redis.clusterSetSlotNode(slot, target));
  }

  private static List<String> keysIn(int slot, int server) {
    return cluster.at(server, redis -> redis.clusterGetKeysInSlot(slot, 100));
  }

  @Test
  void slotMoves_scriptOfOneKey_isSentOnAndScriptOfSeveralIsToTryLater() {
    String key = "{moving}";
    int slot = JedisClusterCRC16.getSlot(key);
    int from = RedisCluster.masterOf(key);
    int to = 1; // 0 has a replica, to which it may have lost its office
    assertThat(from).isEqualTo(2);
    one.store.call(redis -> redis.set(key, "1"));
    String source = cluster.at(from, Jedis::clusterMyId);
    String target = cluster.at(to, Jedis::clusterMyId);
    cluster.at(to, redis -> redis.clusterSetSlotImporting(slot, source));
    cluster.at(from, redis -> redis.clusterSetSlotMigrating(slot, target));
    LuaScript show = LuaScript.load(Fences.CHECK, "store/show");

    assertThat(value(key)).isEqualTo("1");
    // not there yet and so sent on: asked of the new master, which carries it out
    one.store.run(show, List.of("{moving}:fence"), List.of("", "7", "60000"));
    assertThat(keysIn(slot, from)).containsExactly(key);
    assertThat(value("{moving}:fence")).isEqualTo("7");
    assertThatThrownBy(
            () -> one.store.run(show, List.of(key, "{moving}:x"), List.of("", "7", "60000")))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.mayHaveHappened()).isFalse());

    move(slot, from, to);
    assertThat(value(key)).isEqualTo("1");
    one.store.run(show, List.of(key + "y", "{moving}:x"), List.of("", "7", "60000"));
    move(slot, to, from);
  }

  private static String value(String key) {
    return one.store.call(redis -> redis.get(key));
  }

  @Test
  void produce_outcomeOfTheSameRequest_isTheSameFromBothNodes() {
    ProduceOutcome first = one.produceOnce("same", "1", "r");
    assertThat(two.produceOnce("same", "1", "r")).isEqualTo(first);
    assertThat(two.take("same", 10)).containsExactly("1");
  }
}
