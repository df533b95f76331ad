package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.util.Optional;
import selaras.testing.Answer;
import selaras.testing.Api;

/**
 * A counter in the cache that clients read, add to and write back while they hold a lock. The lock
 * alone does not make that safe: nothing tells a client that was stopped in between that its lease
 * is over. Safe for use by many threads.
 */
final class GuardedCounter {
  /** Which calls show the fencing token of the lock. */
  enum Guard {
    NOTHING,
    WRITES,
    READS_AND_WRITES
  }

  /** What a client knows between its read and its write. */
  record Turn(String lockId, long token, long read) {}

  private final String lock = fresh("lock");
  private final String key = fresh("counter");
  private final Api api;
  private final Guard guard;

  GuardedCounter(Api api, Guard guard) {
    this.api = api;
    this.guard = guard;
    api.post(1, "/cache", "{\"key\":\"%s\",\"value\":0}".formatted(key)).ok();
  }

  /** Waits for the lock, then reads; begins anew when it was overtaken before it had read. */
  Turn begin(PersistentClient client, long leaseMillis) {
    Optional<Turn> turn = Optional.empty();
    while (turn.isEmpty()) {
      turn = read(client, acquire(client, leaseMillis));
    }
    return turn.get();
  }

  private Answer acquire(PersistentClient client, long leaseMillis) {
    return client
        .post(
            "/lock",
            """
            {"resource_id":"%s","holder_id":"%s","ttl_ms":%d,"wait_ms":10000,"request_id":"%s"}"""
                .formatted(lock, fresh("holder"), leaseMillis, fresh("lock")))
        .ok();
  }

  private Optional<Turn> read(PersistentClient client, Answer granted) {
    long token = granted.number("fencing_token");
    String query = guard == Guard.READS_AND_WRITES ? query(lock, token) : "";
    Answer answer = client.get("/cache/" + key + query);
    if (answer.status() == 409) {
      checkStale(answer, token);
      return Optional.empty();
    }
    return Optional.of(new Turn(granted.string("lock_id"), token, answer.ok().number("value")));
  }

  /** Writes one more than was read; false when that is refused because a newer holder came. */
  boolean write(PersistentClient client, Turn turn) {
    String fence =
        guard == Guard.NOTHING
            ? ""
            : ",\"fence\":{\"resource_id\":\"%s\",\"fencing_token\":%d}"
                .formatted(lock, turn.token());
    Answer answer =
        client.post(
            "/cache",
            "{\"key\":\"%s\",\"value\":%d,\"request_id\":\"%s\"%s}"
                .formatted(key, turn.read() + 1, fresh("put"), fence));
    if (answer.status() == 409) {
      checkStale(answer, turn.token());
      return false;
    }
    answer.ok();
    return true;
  }

  private void checkStale(Answer refused, long token) {
    assertThat(refused.problem(409).string("title")).isEqualTo("stale fencing token");
    assertThat(refused.string("resource_id")).isEqualTo(lock);
    assertThat(refused.number("fencing_token")).isEqualTo(token);
    assertThat(refused.number("newest_token")).isGreaterThan(token);
  }

  /** Gives the lock back, if it is still this turn's. */
  void end(PersistentClient client, Turn turn) {
    client.post(
        "/unlock",
        "{\"lock_id\":\"%s\",\"request_id\":\"%s\"}".formatted(turn.lockId(), fresh("unlock")));
  }

  /** The value in Redis: a read under a fence, of a lock that nobody has, passes every copy. */
  long value() {
    return api.get(1, "/cache/" + key + query(fresh("nobody"), 1)).ok().number("value");
  }

  private static String query(String resource, long token) {
    return "?fence.resource_id=%s&fence.fencing_token=%d".formatted(resource, token);
  }
}
