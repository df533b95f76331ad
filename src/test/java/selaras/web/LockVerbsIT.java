package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.SingleNode;

/** What goes beyond taking and giving back one lock, as a client sees it. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
final class LockVerbsIT {
  private final Api api = SingleNode.api();
  private final String name = "verbs-" + UUID.randomUUID();

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  @Test
  void locks_severalResources_allOrNothingUnderOneLock() {
    Answer both = post("/locks", "{'resources':%s,'holder_id':'c1'}", resources("a", "b")).ok();
    assertThat(both.json().getJsonArray("resources")).hasSize(2);
    Answer refused =
        post("/locks", "{'resources':%s,'holder_id':'c2'}", resources("b", "c")).problem(409);
    var holder = refused.json().getJsonArray("holders").getJsonObject(0);
    assertThat(holder.getString("resource_id")).isEqualTo(name + "b");
    assertThat(show("c").string("lock_type")).isEqualTo("free");
    unlock(both);
    assertThat(show("a").string("lock_type")).isEqualTo("free");
    assertThat(show("b").string("lock_type")).isEqualTo("free");
  }

  @Test
  void locks_listOfOne_answeredAsAList() {
    String body = "{'resources':[{'resource_id':'%sa'}],'holder_id':'c1','request_id':'%s'}";
    Answer one = post("/locks", body, name, name).ok();
    assertThat(one.json().getJsonArray("resources")).hasSize(1);
    assertThat(one.json()).doesNotContainKey("resource_id");
    assertThat(besideTheTimeLeft(post("/locks", body, name, name).ok()))
        .isEqualTo(besideTheTimeLeft(one));
  }

  private static Map<String, JsonValue> besideTheTimeLeft(Answer answer) {
    Map<String, JsonValue> members = new HashMap<>(answer.json());
    assertThat(members.remove("expires_in_ms")).isNotNull();
    return members;
  }

  @Test
  void locks_badResources_namesTheMember() {
    assertThat(post("/locks", "{'holder_id':'c1'}").problem(400).string("member"))
        .isEqualTo("resources");
    assertThat(
            post("/locks", "{'resources':[{'resource_id':7}],'holder_id':'c1'}")
                .problem(400)
                .string("member"))
        .isEqualTo("resources[0].resource_id");
    assertThat(
            post("/locks", "{'resources':%s,'holder_id':'c1'}", resources("a", "a"))
                .problem(400)
                .string("detail"))
        .contains("twice");
  }

  @Test
  void semaphore_permitsTaken_refusedUntilOneIsGivenBack() {
    Answer first = permits("c1", 2).ok();
    assertThat(first.number("permits")).isEqualTo(2);
    assertThat(first.string("lock_type")).isEqualTo("semaphore");
    permits("c2", 2).ok();
    permits("c3", 2).problem(409);
    assertThat(permits("c3", 5).problem(409).string("title")).isEqualTo("permits differ");
    unlock(first);
    permits("c3", 2).ok();
    assertThat(post("/semaphore/" + name, "{'holder_id':'c1'}").problem(400).string("member"))
        .isEqualTo("permits");
  }

  @Test
  void session_closed_givesItsLocksBack() {
    Answer session = post("/session", "{'holder_id':'c1','ttl_ms':60000}").ok();
    String id = session.string("session_id");
    post("/lock", "{'resource_id':'%sa','session_id':'%s'}", name, id).ok();
    assertThat(post("/session/" + id + "/heartbeat", "").ok().number("expires_in_ms"))
        .isEqualTo(60_000);
    Answer shown = api.get(1, "/session/" + id).ok();
    assertThat(shown.string("holder_id")).isEqualTo("c1");
    assertThat(shown.json().getJsonArray("locks")).hasSize(1);
    assertThat(
            post("/lock", "{'resource_id':'%sb','session_id':'%s','holder_id':'c2'}", name, id)
                .problem(409)
                .string("title"))
        .isEqualTo("session of another holder");
    assertThat(delete("/session/" + id).ok().number("released")).isEqualTo(1);
    assertThat(show("a").string("lock_type")).isEqualTo("free");
    assertThat(delete("/session/" + id).problem(404).string("title")).isEqualTo("no such session");
    api.get(1, "/session/" + id).problem(404);
  }

  @Test
  void token_ofTheHolderThenOfNobody_isCurrentThenNot() {
    Answer held = lock("a", "c1", "").ok();
    String path = "/lock/" + name + "a/token/" + held.number("fencing_token");
    assertThat(api.get(1, path).ok().flag("current")).isTrue();
    assertThat(api.get(1, "/lock/" + name + "a/token/0").ok().flag("current")).isFalse();
    unlock(held);
    assertThat(api.get(1, path).ok().flag("current")).isFalse();
    assertThat(api.get(1, "/lock/x/token/99999999999999999999").problem(400).string("member"))
        .isEqualTo("token");
  }

  @Test
  void locks_listed_byPrefixInPages() {
    for (String part : new String[] {"/1", "/2", "/3"}) {
      lock(part, "c1", "").ok();
    }
    Answer page = api.get(1, "/locks?limit=2&prefix=" + name).ok();
    assertThat(page.json().getJsonArray("locks")).hasSize(2);
    assertThat(page.string("next")).isEqualTo(name + "/2");
    Answer rest =
        api.get(1, "/locks?consistency=local&limit=2&prefix=" + name + "&after=" + name + "/2")
            .ok();
    assertThat(rest.json().getJsonArray("locks")).hasSize(1);
    assertThat(rest.json()).doesNotContainKey("next");
    assertThat(api.get(1, "/locks?limit=0").problem(400).string("member")).isEqualTo("limit");
  }

  @Test
  void delete_heldResource_takesItFromItsHolder() {
    Answer held = lock("a", "c1", "").ok();
    Answer forced = delete("/lock/" + name + "a").ok();
    assertThat(forced.json().getJsonArray("released").getJsonObject(0).getString("holder_id"))
        .isEqualTo("c1");
    String id = "{\"lock_id\":\"%s\"}".formatted(held.string("lock_id"));
    api.post(1, "/lock/renew", id).problem(409);
    delete("/lock/" + name + "a").problem(409);
  }

  @Test
  void lock_reentrant_isFreeAfterAsManyUnlocks() {
    lock("a", "c1", ",'reentrant':true").ok();
    Answer twice = lock("a", "c1", ",'reentrant':true").ok();
    assertThat(twice.number("holds")).isEqualTo(2);
    assertThat(unlock(twice).number("holds_left")).isEqualTo(1);
    assertThat(unlock(twice).json()).doesNotContainKey("holds_left");
    assertThat(show("a").string("lock_type")).isEqualTo("free");
  }

  @Test
  void lock_wouldCloseACycle_refusedWithTheCycle() throws Exception {
    Answer first = lock("a", "c1", "").ok();
    lock("b", "c2", "").ok();
    CompletableFuture<Answer> waits =
        CompletableFuture.supplyAsync(() -> lock("b", "c1", ",'wait_ms':20000"));
    Eventually.holds("c1 waits", () -> show("b").number("waiting") == 1);
    Answer refused = lock("a", "c2", ",'wait_ms':20000").problem(409);
    assertThat(refused.string("title")).isEqualTo("deadlock");
    assertThat(refused.json().getJsonArray("cycle")).hasSize(2);
    assertThat(refused.json().getJsonArray("cycle").getJsonObject(0).getString("waits_for"))
        .isEqualTo(name + "a");
    post("/unlock", "{'resource_id':'%sb','holder_id':'c2'}", name).ok();
    waits.get(10, TimeUnit.SECONDS).ok();
    unlock(first);
  }

  @Test
  void lock_expiredWithDelay_isKeptFromOthersForAWhile() {
    lock("a", "c1", ",'ttl_ms':1,'delay_ms':60000").ok();
    Eventually.holds("expired", () -> show("a").string("lock_type").equals("free"));
    Answer refused = lock("a", "c2", "").problem(409);
    assertThat(refused.number("delayed_for_ms")).isBetween(1L, 60_000L);
    lock("a", "c1", "").ok();
  }

  private Answer permits(String holder, int permits) {
    return post("/semaphore/" + name, "{'holder_id':'%s','permits':%d}", holder, permits);
  }

  private Answer lock(String part, String holder, String more) {
    return post("/lock", "{'resource_id':'%s','holder_id':'%s'%s}", name + part, holder, more);
  }

  private Answer unlock(Answer lock) {
    return post("/unlock", "{'lock_id':'%s'}", lock.string("lock_id")).ok();
  }

  private Answer show(String part) {
    return api.get(1, "/lock/" + name + part).ok();
  }

  private Answer delete(String path) {
    return api.send("DELETE", 1, path, "application/json", "");
  }

  private String resources(String one, String other) {
    return "[{'resource_id':'%s'},{'resource_id':'%s','lock_type':'shared'}]"
        .formatted(name + one, name + other);
  }

  private Answer post(String path, String json, Object... values) {
    return api.post(1, path, json.formatted(values).replace('\'', '"'));
  }
}
