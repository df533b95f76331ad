package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import selaras.lock.EventId;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.Following;
import selaras.testing.Following.Message;
import selaras.testing.SingleNode;

/** What a client hears of locks. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
final class LockEventsIT {
  /** After which a node has found out that a client is gone. */
  private static final Duration NOTICED = Duration.ofSeconds(5);

  private final Api api = SingleNode.api();
  private final String name = "events/" + UUID.randomUUID();

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  @Test
  void follow_oneResource_hearsAllThatHappensToItInOrder() {
    try (Following following = followOne("")) {
      List<Message> heard = liveThrough(following);
      assertThat(heard)
          .extracting(Message::event)
          .containsExactly(
              "granted", "queued", "released", "granted", "expired", "granted", "lost");
      assertThat(heard)
          .allSatisfy(m -> assertThat(m.json().getString("event")).isEqualTo(m.event()));
      assertThat(heard)
          .extracting(m -> m.json().getString("holder_id"))
          .containsExactly("c1", "c2", "c1", "c2", "c2", "c3", "c3");
      assertThat(heard)
          .allSatisfy(m -> assertThat(m.json().getString("resource_id")).isEqualTo(name));
      assertThat(heard).extracting(LockEventsIT::place).isSorted().doesNotHaveDuplicates();
      assertThat(heard.get(6).json().getString("cause")).isEqualTo("forced");
      assertThat(heard.toString()).doesNotContain("lock_id");
      long granted = heard.get(3).json().getInt("fencing_token");
      assertThat(granted).isGreaterThan(heard.get(0).json().getInt("fencing_token"));
      assertThat(heard.get(4).json().getInt("fencing_token")).isEqualTo((int) granted);
    }
  }

  @Test
  void follow_lastEventId_hearsJustTheRest() {
    try (Following first = followOne("")) {
      String before = first.lastId();
      List<Message> all = liveThrough(first);
      try (Following fromTheFirst = followOne(before);
          Following fromTheThird = followOne(all.get(2).id())) {
        assertThat(fromTheFirst.await(all.size())).isEqualTo(all);
        assertThat(fromTheThird.await(all.size() - 3)).isEqualTo(all.subList(3, all.size()));
        lock("c9", 60_000, 0).ok();
        first.await(all.size() + 1);
        assertThat(fromTheFirst.await(all.size() + 1)).isEqualTo(first.heard());
        assertThat(fromTheThird.await(all.size() - 2)).endsWith(first.heard().get(all.size()));
      }
    }
  }

  @Test
  void follow_prefixAndHolder_hearsOfNothingElse() {
    try (Following ofPrefix = follow("/locks/events?prefix=" + name + "/in", "");
        Following ofHolder = follow("/locks/events?holder_id=" + name, "")) {
      both("/out/1", "other");
      both("/in/1", "other");
      both("/out/2", name);
      both("/in/2", name);
      assertThat(ofPrefix.await(4))
          .extracting(m -> m.json().getString("resource_id").substring(name.length()))
          .containsExactly("/in/1", "/in/1", "/in/2", "/in/2");
      assertThat(ofHolder.await(4))
          .extracting(m -> m.json().getString("resource_id").substring(name.length()))
          .containsExactly("/out/2", "/out/2", "/in/2", "/in/2");
    }
  }

  @Test
  void follow_severalResourcesAtOnce_namesTheFollowedOneAndAll() {
    try (Following following = followOne("")) {
      post(
              "/locks",
              "{'resources':[{'resource_id':'a'},{'resource_id':'%s'}],'holder_id':'c1'}",
              name)
          .ok();
      var granted = following.await(1).get(0).json();
      assertThat(granted.getString("resource_id")).isEqualTo(name);
      assertThat(granted.getJsonArray("resources")).hasSize(2);
      assertThat(post("/unlock", "{'resource_id':'a','holder_id':'c1'}").status()).isEqualTo(200);
    }
  }

  @Test
  void follow_malformedId_isRefusedByName() {
    assertThat(api.get(1, "/locks/events?after=1").problem(400).string("member"))
        .isEqualTo("after");
    assertThat(api.get(1, "/lock/" + name + "/events?after=a-b").problem(400).string("member"))
        .isEqualTo("after");
    assertThat(api.get(1, "/locks/events?prefix=%00").problem(400).string("member"))
        .isEqualTo("prefix");
  }

  @Test
  void follow_tooMany_refusedUntilOthersAreGone() {
    List<Following> followers = new ArrayList<>();
    try {
      // all places twice: any that was not given back would be missing the second time
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < SingleNode.FOLLOWERS; i++) {
          followers.add(followOne(""));
        }
        assertThatThrownBy(() -> api.follow(1, "/locks/events", ""))
            .isInstanceOf(Following.Refused.class);
        Answer refused = api.get(1, "/locks/events").problem(429);
        assertThat(refused.string("title")).isEqualTo("too many followers");
        assertThat(refused.retryAfter()).isPresent();
        lock("c" + round, 1_000, 10_000).ok();
        followers.forEach(following -> following.await(1));
        followers.forEach(Following::close);
        followers.clear();
      }
    } finally {
      followers.forEach(Following::close);
    }
  }

  private Following followOne(String lastId) {
    return follow("/lock/" + name + "/events", lastId);
  }

  /** Waits for a place: the node has to notice first that those of other tests are gone. */
  private Following follow(String path, String lastId) {
    Following following =
        Eventually.found("a place", NOTICED, () -> Optional.of(api.follow(1, path, lastId)));
    following.lastId();
    return following;
  }

  /** c1 has it, c2 waits for it and outstays its lease, c3 loses it to an operator. */
  private List<Message> liveThrough(Following following) {
    Answer first = lock("c1", 60_000, 0).ok();
    CompletableFuture<Answer> second = CompletableFuture.supplyAsync(() -> lock("c2", 100, 10_000));
    following.await(2);
    post("/unlock", "{'lock_id':'%s'}", first.string("lock_id")).ok();
    second.join().ok();
    following.await(5);
    lock("c3", 60_000, 0).ok();
    api.send("DELETE", 1, "/lock/" + name, "application/json", "").ok();
    return following.await(7);
  }

  private void both(String part, String holder) {
    String id =
        post("/lock", "{'resource_id':'%s','holder_id':'%s'}", name + part, holder)
            .ok()
            .string("lock_id");
    post("/unlock", "{'lock_id':'%s'}", id).ok();
  }

  private Answer lock(String holder, long ttlMillis, long waitMillis) {
    return post(
        "/lock",
        "{'resource_id':'%s','holder_id':'%s','ttl_ms':%d,'wait_ms':%d}",
        name,
        holder,
        ttlMillis,
        waitMillis);
  }

  private Answer post(String path, String json, Object... values) {
    return api.post(1, path, json.formatted(values).replace('\'', '"'));
  }

  private static EventId place(Message message) {
    return EventId.parse(message.id()).orElseThrow();
  }
}
