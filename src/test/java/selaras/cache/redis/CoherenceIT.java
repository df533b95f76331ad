package selaras.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import selaras.cache.Delete;
import selaras.cache.DeleteOutcome;
import selaras.cache.Mesi;
import selaras.cache.Put;
import selaras.cache.ReadOutcome;
import selaras.cache.ReadOutcome.Absent;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.cache.WriteOutcome.VersionConflict;
import selaras.cache.WriteOutcome.Written;
import selaras.store.StoreUnavailableException;
import selaras.testing.Eventually;
import selaras.testing.RealRedis;

class CoherenceIT {
  private RealRedis redis;
  private CacheNode one;
  private CacheNode two;

  @BeforeEach
  void start() {
    redis = RealRedis.inMemory();
    one = new CacheNode("node-1", redis);
    two = new CacheNode("node-2", redis);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    redis.close();
  }

  private static Found found(String value, long version, Mesi state, Source source) {
    return new Found(value, version, state, source);
  }

  @Test
  void get_afterOwnPut_isHit() {
    assertThat(one.put("user:1001", "\"John Doe\"")).isEqualTo(new Written(1, Mesi.M));
    assertThat(one.get("user:1001")).isEqualTo(found("\"John Doe\"", 1, Mesi.M, Source.CACHE));
  }

  @Test
  void get_onOtherNode_missesThenSharesWithTheHolder() {
    one.put("a", "1");
    assertThat(two.get("a")).isEqualTo(found("1", 1, Mesi.S, Source.REDIS));
    assertThat(two.get("a")).isEqualTo(found("1", 1, Mesi.S, Source.CACHE));
    one.awaitHit("a", Mesi.S);
  }

  @Test
  void get_ofWhatNobodyHolds_isExclusive() {
    one.put("a", "1");
    for (int i = 0; i < 10; i++) {
      one.put("other" + i, "0");
    }
    assertThat(one.cache.stats().evictions()).isEqualTo(1);
    try (var raw = RedisClient.create(redis.uri().toString())) {
      Eventually.holds("the copy has left", () -> raw.hget(CacheNode.entry("a"), "h").isEmpty());
    }
    assertThat(two.get("a")).isEqualTo(found("1", 1, Mesi.E, Source.REDIS));
  }

  @Test
  void put_onOneNode_otherNodeReadsNewValueFromRedis() {
    one.put("a", "1");
    two.get("a");
    one.put("a", "2");
    two.awaitInvalid(1);
    assertThat(two.get("a")).isEqualTo(found("2", 2, Mesi.S, Source.REDIS));
    assertThat(two.cache.stats().states()).containsEntry(Mesi.I, 0L);
    assertThat(two.cache.stats().invalidationsReceived()).isEqualTo(1);
    assertThat(one.cache.stats().invalidationsSent()).isEqualTo(1);
  }

  @Test
  void delete_onOneNode_isGoneOnAllAndVersionsGoOnRising() {
    one.put("a", "1");
    two.get("a");
    assertThat(one.delete(Delete.of("a"))).isEqualTo(new DeleteOutcome.Deleted(2));
    two.awaitInvalid(1);
    assertThat(two.get("a")).isEqualTo(new Absent());
    assertThat(one.get("a")).isEqualTo(new Absent());
    assertThat(one.delete(Delete.of("a"))).isEqualTo(new DeleteOutcome.Absent());
    assertThat(two.put("a", "3")).isEqualTo(new Written(3, Mesi.M));
  }

  @Test
  void put_withVersion_onlyReplacesThatOne() {
    assertThat(one.putIf("a", "1", 0)).isEqualTo(new Written(1, Mesi.M));
    assertThat(two.putIf("a", "2", 0)).isEqualTo(new VersionConflict(1));
    assertThat(two.putIf("a", "2", 1)).isEqualTo(new Written(2, Mesi.M));
    assertThat(one.putIf("a", "3", 1)).isEqualTo(new VersionConflict(2));
    assertThat(one.get("a")).isInstanceOf(Found.class).extracting("value").isEqualTo("2");
  }

  @Test
  void put_requestSentAgainElsewhere_sameAnswerAndNoSecondEffect() {
    assertThat(one.putOnce("a", "1", "r")).isEqualTo(new Written(1, Mesi.M));
    one.put("a", "2");
    assertThat(two.putOnce("a", "1", "r")).isEqualTo(new Written(1, Mesi.M));
    assertThat(two.get("a")).isInstanceOf(Found.class).extracting("value").isEqualTo("2");
    var once = new Delete("a", Optional.of("r"), Optional.empty());
    assertThat(one.delete(once)).isEqualTo(new DeleteOutcome.Deleted(3));
    one.put("a", "4");
    assertThat(two.delete(once)).isEqualTo(new DeleteOutcome.Deleted(3));
    assertThat(two.get("a")).isInstanceOf(Found.class);
  }

  @Test
  void get_afterTimeToLive_isAbsentOnBothNodes() {
    one.putFor("a", "1", 300);
    assertThat(two.get("a")).isInstanceOf(Found.class);
    Eventually.holds("gone on node-1", () -> one.get("a") instanceof Absent);
    Eventually.holds("gone on node-2", () -> two.get("a") instanceof Absent);
    assertThat(one.put("a", "2").version()).isEqualTo(2);
    assertThat(two.get("a")).isInstanceOf(Found.class);
  }

  @Test
  void put_ofExistingKey_publishesKeyBarSenderOnce() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    var subscribed = new CountDownLatch(1);
    var listener =
        new JedisPubSub() {
          @Override
          public void onSubscribe(String channel, int subscribedChannels) {
            subscribed.countDown();
          }

          @Override
          public void onMessage(String channel, String message) {
            heard.add(message);
          }
        };
    var thread =
        new Thread(() -> one.store.subscribe(listener, Duration.ofSeconds(10), CacheNode.CHANNEL));
    thread.start();
    subscribed.await();
    one.put("a|b", "1");
    one.put("a|b", "2");
    two.put("c", "1");
    two.put("a|b", "3");
    two.delete(Delete.of("c"));
    Eventually.holds("three messages", () -> heard.size() >= 3);
    listener.unsubscribe();
    thread.join(5000);
    assertThat(heard).containsExactly("a|b|node-1", "a|b|node-2", "c|node-2");
    one.awaitInvalid(1);
  }

  @Test
  void get_manyAtOnce_areOneReadOfRedis() throws Exception {
    one.put("a", "1");
    int readers = 16;
    try (var raw = RedisClient.create(redis.uri().toString());
        var pool = Executors.newFixedThreadPool(readers)) {
      two.get("warm");
      // scripts wait while clients are paused, so that all readers meet one call in flight
      client(raw, "PAUSE", "200", "WRITE");
      long before = redis.calls("hmget");
      var barrier = new CyclicBarrier(readers);
      List<Callable<ReadOutcome>> reads = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        reads.add(
            () -> {
              barrier.await();
              return two.get("a");
            });
      }
      for (var read : pool.invokeAll(reads)) {
        assertThat(read.get()).isInstanceOf(Found.class);
      }
      assertThat(redis.calls("hmget") - before).isEqualTo(1);
    }
  }

  private static void client(RedisClient raw, String... words) {
    var command = new CommandArguments(Protocol.Command.CLIENT);
    for (String word : words) {
      command.add(word);
    }
    raw.executeCommand(command);
  }

  @Test
  void subscription_killed_emptiesTheCacheAndComesBack() {
    one.put("a", "1");
    two.put("b", "1");
    try (var raw = RedisClient.create(redis.uri().toString())) {
      client(raw, "KILL", "TYPE", "pubsub");
    }
    Eventually.holds("the copy is gone", () -> one.cache.stats().size() == 0);
    assertThat(one.get("a")).extracting("source").isEqualTo(Source.REDIS);
    one.awaitConnected();
    Eventually.holds(
        "hits again", () -> one.get("a") instanceof Found hit && hit.source() == Source.CACHE);
    two.awaitConnected();
    two.put("a", "2");
    Eventually.holds(
        "the new value", () -> one.get("a") instanceof Found hit && hit.value().equals("2"));
  }

  @Test
  void message_lost_nextBeatDropsWhatMayBeOld() {
    one.put("a", "1");
    two.get("a");
    long before = two.cache.stats().repairs();
    // a change that nobody is told of
    one.store.call(client -> client.hset(CacheNode.entry("a"), Map.of("v", "2", "n", "2")));
    one.store.call(client -> client.hincrBy(CacheNode.partition("a"), "s", 1));
    Eventually.holds("the loss is found", () -> two.cache.stats().repairs() == before + 1);
    assertThat(two.get("a")).extracting("value", "source").containsExactly("2", Source.REDIS);
    assertThat(two.cache.stats().repairDrops()).isEqualTo(1);
  }

  @Test
  void putStrictly_othersHoldCopies_nobodyServesTheOldValueWhenAnswered() {
    one.put("a", "0");
    for (int i = 1; i <= 200; i++) {
      two.get("a");
      CacheNode writer = i % 2 == 0 ? one : two;
      CacheNode other = i % 2 == 0 ? two : one;
      other.get("a");
      writer.cache.putStrictly(Put.of("a", "" + i)).join();
      assertThat(other.get("a")).extracting("value").isEqualTo("" + i);
    }
    one.cache.deleteStrictly(Delete.of("a")).join();
    assertThat(two.get("a")).isEqualTo(new Absent());
    Eventually.holds("nothing waits", () -> one.cache.strictWaiting() == 0);
  }

  @Test
  void putStrictly_aNodeDoesNotAnswer_doneAfterTheAllowedSilence() {
    long hour = System.currentTimeMillis() + 3_600_000;
    one.store.call(client -> client.zadd(EntryKeys.NODES, hour, "node-3"));
    long before = System.nanoTime();
    assertThat(one.cache.putStrictly(Put.of("a", "1")).join()).isEqualTo(new Written(1, Mesi.M));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(CacheNode.SILENCE);
  }

  @Test
  void getStrictly_olderCopyHere_readsRedisAndDropsIt() {
    one.put("a", "1");
    one.store.call(client -> client.hset(CacheNode.entry("a"), Map.of("v", "2", "n", "2")));
    assertThat(one.get("a")).extracting("value").isEqualTo("1");
    assertThat(one.cache.getStrictly("a").join()).extracting("value").isEqualTo("2");
    assertThat(one.get("a")).extracting("value").isEqualTo("2");
  }

  @Test
  void redis_killedAndRestarted_unavailableAtOnceAndComesBack() {
    one.put("a", "1");
    redis.kill();
    Eventually.holds("the loss is noticed", () -> !one.cache.stats().connected());
    long before = System.nanoTime();
    assertThatThrownBy(() -> one.get("a")).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> one.put("a", "2")).isInstanceOf(StoreUnavailableException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    assertThatThrownBy(() -> one.put("a", "2"))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class,
            e -> assertThat(e.mayHaveHappened()).as("refused connection").isFalse());
    redis.start();
    one.awaitConnected();
    assertThat(one.put("a", "3")).isEqualTo(new Written(1, Mesi.M));
    assertThat(one.get("a")).isEqualTo(found("3", 1, Mesi.M, Source.CACHE));
  }
}
