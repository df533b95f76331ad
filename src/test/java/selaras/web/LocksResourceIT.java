package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.SingleNode;

@ExtendWith(ArquillianExtension.class)
class LocksResourceIT {
  private final Api api = SingleNode.api();
  private final String resource = "file-" + UUID.randomUUID();

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  private Answer lock(String holder, String more) {
    return api.post(
        1,
        "/lock",
        "{\"resource_id\":\"%s\",\"holder_id\":\"%s\"%s}".formatted(resource, holder, more));
  }

  @Test
  void lock_granted_exactlyTheDocumentedMembersAndDefaults() {
    Answer granted = lock("client1", "").ok();

    assertThat(granted.contentType()).startsWith("application/json");
    assertThat(granted.json())
        .containsOnlyKeys(
            "success",
            "lock_id",
            "lock_type",
            "resource_id",
            "holder_id",
            "fencing_token",
            "expires_in_ms");
    assertThat(granted.string("lock_type")).isEqualTo("exclusive");
    assertThat(granted.number("expires_in_ms")).isEqualTo(30_000);
  }

  @Test
  void lock_byItsHolderAgain_sameLockAndToken() {
    Answer first = lock("client1", "").ok();
    Answer again = lock("client1", ",\"ttl_ms\":60000").ok();

    assertThat(again.string("lock_id")).isEqualTo(first.string("lock_id"));
    assertThat(again.number("fencing_token")).isEqualTo(first.number("fencing_token"));
    assertThat(again.number("expires_in_ms")).isEqualTo(60_000);
  }

  @Test
  void lock_heldByAnother_problemNamesResourceHolderTokenAndTimeLeft() {
    Answer held = lock("client1", "").ok();
    Answer refused = lock("client2", "").problem(409);

    assertThat(refused.string("resource_id")).isEqualTo(resource);
    var holder = refused.json().getJsonArray("holders").getJsonObject(0);
    assertThat(holder)
        .containsOnlyKeys(
            "resource_id", "holder_id", "lock_type", "fencing_token", "expires_in_ms");
    assertThat(holder.getJsonNumber("fencing_token").longValueExact())
        .isEqualTo(held.number("fencing_token"));
    assertThat(holder.getJsonNumber("expires_in_ms").longValueExact()).isBetween(1L, 31_000L);
  }

  @Test
  void lock_waitInVain_refusedOnlyAfterTheWait() {
    lock("client1", "").ok();
    Answer refused = lock("client2", ",\"wait_ms\":300").problem(409);

    assertThat(refused.took()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    assertThat(refused.string("title")).isEqualTo("locked by another holder");
  }

  @Test
  void lock_sameRequestIdForSomethingElse_refused() {
    String id = ",\"request_id\":\"" + UUID.randomUUID() + "\"";
    lock("client1", id).ok();
    Answer refused = lock("client2", id).problem(409);

    assertThat(refused.string("title")).isEqualTo("request id reused");
    assertThat(refused.string("member")).isEqualTo("request_id");
  }

  @Test
  void renew_heldAndReleased_extendedThenRefused() {
    Answer held = lock("client1", "").ok();
    String id = "{\"lock_id\":\"%s\",\"ttl_ms\":90000}".formatted(held.string("lock_id"));
    Answer renewed = api.post(1, "/lock/renew", id).ok();

    assertThat(renewed.json())
        .containsOnlyKeys("success", "lock_id", "fencing_token", "expires_in_ms");
    assertThat(renewed.number("expires_in_ms")).isEqualTo(90_000);
    assertThat(renewed.number("fencing_token")).isEqualTo(held.number("fencing_token"));
    assertThat(api.post(1, "/unlock", id).ok().json()).containsOnlyKeys("success", "lock_id");
    assertThat(api.post(1, "/lock/renew", id).problem(409).string("title")).isEqualTo("not held");
  }

  @Test
  void look_freeThenShared_showsBoth() {
    Answer free = api.get(1, "/lock/" + resource).ok();
    assertThat(free.string("lock_type")).isEqualTo("free");
    assertThat(free.json().getJsonArray("holders")).isEmpty();

    lock("reader1", ",\"lock_type\":\"shared\"").ok();
    lock("reader2", ",\"lock_type\":\"shared\"").ok();
    Answer shared = api.get(1, "/lock/" + resource).ok();
    assertThat(shared.string("lock_type")).isEqualTo("shared");
    assertThat(shared.json().getJsonArray("holders")).hasSize(2);
    assertThat(shared.json().getJsonArray("waiters")).isEmpty();
  }
}
