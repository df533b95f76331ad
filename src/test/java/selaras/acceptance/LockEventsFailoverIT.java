package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import selaras.lock.EventId;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.Following;
import selaras.testing.Following.Message;
import selaras.testing.TestCluster;

/** Those who follow the locks, while nodes and holders fail. */
class LockEventsFailoverIT {
  private static final String ALL = "/locks/events?prefix=contended";
  private static final int CLIENTS = 3;

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api();
  private final Calls calls = new Calls(api);
  private final String name = fresh("held");
  private final String last = fresh("contended-last");

  @Test
  void follow_nodeKilledUnderLoad_goesOnElsewhereWithoutGapAndWithoutRepetition() {
    int lost = cluster.leader();
    int next = TestCluster.othersThan(lost).get(0);
    int witness = TestCluster.othersThan(lost).get(1);
    List<Message> heard = new ArrayList<>();
    try (Following before = api.follow(lost, ALL, "");
        Following all = api.follow(witness, ALL, before.lastId());
        Following after = killAndGoOn(lost, before, next)) {
      calls.lock(next, last, name).ok();
      heard.addAll(before.heard());
      heard.addAll(upToTheLast(after));
      assertThat(heard).isEqualTo(upToTheLast(all));
    }
    assertThat(heard).extracting(LockEventsFailoverIT::place).isSorted().doesNotHaveDuplicates();
    checkThatEachGrantEnds(heard);
  }

  @Test
  void follow_holderStoppedPastItsLease_hearsThatItLostItsLock() {
    String path = "/lock/" + name + "/events";
    String lastId;
    Answer granted;
    try (Following holder = api.follow(1, path, "")) {
      granted = calls.lock(1, name, "holder", "exclusive", 300).ok();
      holder.await(1);
      lastId = holder.lastId();
    }
    // from here on the holder does nothing, and another takes the lock when the lease is over
    Answer another =
        Eventually.found(
            "the lock is free",
            Duration.ofSeconds(10),
            () ->
                Optional.of(calls.lock(2, name, "another"))
                    .filter(answer -> answer.status() == 200));

    try (Following holder = api.follow(3, path, lastId)) {
      List<Message> heard = holder.await(2);
      assertThat(heard).extracting(Message::event).containsExactly("expired", "granted");
      check(heard.get(0), "holder", granted.number("fencing_token"));
      check(heard.get(1), "another", another.number("fencing_token"));
    }
  }

  @Test
  void follow_leaseExpiresWhileConnected_isTold() {
    try (Following holder = api.follow(2, "/locks/events?holder_id=" + name, "")) {
      holder.lastId();
      Answer granted = calls.lock(2, name, name, "exclusive", 300).ok();
      List<Message> heard = holder.await(2);
      assertThat(heard).extracting(Message::event).containsExactly("granted", "expired");
      check(heard.get(1), name, granted.number("fencing_token"));
    }
  }

  @Test
  void follow_nodeStopped_streamEndsAndTheNodeToo() {
    try (Following following = api.follow(3, ALL, "")) {
      following.lastId();
      cluster.stop(3);
      Eventually.holds("the stream has ended", following::hasEnded);
    }
  }

  private Following killAndGoOn(int lost, Following before, int next) {
    try (Load load = contention()) {
      load.awaitSteps(10);
      cluster.kill(lost);
      Eventually.holds("the stream has ended", before::hasEnded);
      load.awaitSteps(10);
      Following after = api.follow(next, ALL, before.lastId());
      load.awaitSteps(10);
      return after;
    }
  }

  private Load contention() {
    Load load = new Load();
    LockLoad locks = new LockLoad(api);
    for (int i = 0; i < CLIENTS; i++) {
      load.start("locks-" + i, locks.client(i));
    }
    return load;
  }

  /** What was heard, once the grant has come that was made after the load. */
  private List<Message> upToTheLast(Following following) {
    Eventually.holds("the last event", () -> isLast(following.heard().getLast()));
    return following.heard();
  }

  private boolean isLast(Message message) {
    return message.json().getString("resource_id").equals(last);
  }

  private void checkThatEachGrantEnds(List<Message> heard) {
    Map<String, Integer> held = new HashMap<>();
    for (Message message : heard) {
      String resource = message.json().getString("resource_id");
      switch (message.event()) {
        case "granted" ->
            assertThat(held.put(resource, token(message))).as(message.toString()).isNull();
        case "released" ->
            assertThat(held.remove(resource)).as(message.toString()).isEqualTo(token(message));
        default -> assertThat(message.event()).isIn("queued", "left");
      }
    }
    assertThat(held).containsOnlyKeys(last);
  }

  private static void check(Message message, String holder, long token) {
    assertThat(message.json().getString("holder_id")).isEqualTo(holder);
    assertThat(token(message)).isEqualTo((int) token);
  }

  private static int token(Message message) {
    return message.json().getInt("fencing_token");
  }

  private static EventId place(Message message) {
    return EventId.parse(message.id()).orElseThrow();
  }
}
