package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import selaras.testing.Answer;
import selaras.testing.Api;

/**
 * Clients that contend for a few locks, and the book of who has them: written after a grant came
 * and before the release goes out, so that two entries at once are two holders at once.
 */
final class LockLoad {
  private final List<String> resources =
      IntStream.range(0, 2).mapToObj(i -> fresh("contended" + i)).toList();
  private final Map<String, String> holders = new ConcurrentHashMap<>();
  private final Map<String, Long> lastTokens = new ConcurrentHashMap<>();
  private final Api api;
  private final Retries retries;

  LockLoad(Api api) {
    this(api, new Retries());
  }

  LockLoad(Api api, Retries retries) {
    this.api = api;
    this.retries = retries;
  }

  /** Takes one of the locks, if it comes within a second, and gives it back. */
  Runnable client(int number) {
    PersistentClient client = new PersistentClient(api, number % 3 + 1, retries);
    String holder = "client" + number;
    int[] turn = {number};
    return () -> holdOnce(client, resources.get(turn[0]++ % resources.size()), holder);
  }

  private void holdOnce(PersistentClient client, String resource, String holder) {
    Answer answer =
        client.post(
            "/lock",
            """
            {"resource_id":"%s","holder_id":"%s","ttl_ms":600000,"wait_ms":1000,"request_id":"%s"}"""
                .formatted(resource, holder, fresh("lock")));
    if (answer.status() == 409) {
      assertThat(answer.problem(409).string("title")).isEqualTo("locked by another holder");
      return;
    }
    long token = answer.ok().number("fencing_token");
    assertThat(holders.putIfAbsent(resource, holder)).as("%s is held twice", resource).isNull();
    Long before = lastTokens.put(resource, token);
    assertThat(token).as("token of %s", resource).isGreaterThan(before == null ? 0 : before);
    assertThat(holders.remove(resource, holder)).isTrue();
    client
        .post(
            "/unlock",
            "{\"lock_id\":\"%s\",\"request_id\":\"%s\"}"
                .formatted(answer.string("lock_id"), fresh("unlock")))
        .ok();
  }
}
