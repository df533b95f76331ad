package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.RawClient;
import selaras.testing.TestCluster;

/** Ten thousand who wait for one lock, each on a connection of its own, on three nodes. */
final class ManyWaitersIT {
  private static final int WAITERS = 10_000;
  private static final int IN_KNOWN_ORDER = 10;

  /** Who come in one crowd: a server that has just started answers no more within its time-out. */
  private static final int AT_ONCE = 500;

  private static final Duration ALL_IN_LINE = Duration.ofSeconds(90);

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api();
  private final Calls calls = new Calls(api);
  private final String resource = fresh("wanted");
  private final List<RawClient> clients = new ArrayList<>();

  @Test
  void tenThousandWait_servedInTheirOrderAndOutOfTheQueueWhenTheyHangUp() {
    String held = calls.lock(1, resource, "holder").ok().string("lock_id");
    for (int i = 0; i < IN_KNOWN_ORDER; i++) {
      await(i);
      awaitWaiting(i + 1);
    }
    for (int i = IN_KNOWN_ORDER; i < WAITERS; i++) {
      await(i);
      if ((i + 1) % AT_ONCE == 0) {
        awaitWaiting(i + 1);
      }
    }
    calls.lock(2, fresh("other"), "somebody").ok();

    for (int i = 0; i < IN_KNOWN_ORDER; i++) {
      calls.unlock(i % 3 + 1, held).ok();
      String granted = clients.get(i).answer();
      assertThat(granted).startsWith("HTTP/1.1 200 ").contains("\"waiter-" + i + "\"");
      held = granted.split("\"lock_id\":\"")[1].split("\"")[0];
    }
    hangUp();
    awaitWaiting(0);
    assertThat(show().json().getJsonArray("holders").getJsonObject(0).getString("holder_id"))
        .isEqualTo("waiter-" + (IN_KNOWN_ORDER - 1));
    TestCluster.NODES.forEach(node -> api.get(node, "/health").ok());
  }

  private void await(int number) {
    RawClient client = new RawClient(cluster.httpPort(number % 3 + 1));
    clients.add(client);
    client.post(
        "/lock",
        """
        {"resource_id":"%s","holder_id":"waiter-%d","ttl_ms":600000,"wait_ms":600000}"""
            .formatted(resource, number));
  }

  private void awaitWaiting(int expected) {
    Eventually.holds(
        expected + " wait",
        ALL_IN_LINE,
        () -> api.get(3, "/lock/" + resource).number("waiting") == expected);
  }

  private Answer show() {
    return api.get(3, "/lock/" + resource).ok();
  }

  @AfterEach
  void hangUp() {
    clients.forEach(RawClient::close);
  }
}
