package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

/** Clients that each write keys of their own, and the book of the last acknowledged values. */
final class CacheLoad {
  private static final int KEYS = 5;

  private final Map<String, Written> last = new ConcurrentHashMap<>();
  private final Api api;
  private final Retries retries;

  CacheLoad(Api api, Retries retries) {
    this.api = api;
    this.retries = retries;
  }

  Runnable writer(int firstNode) {
    PersistentClient client = new PersistentClient(api, firstNode, retries);
    String prefix = fresh("entry");
    long[] turn = {0};
    return () -> write(client, prefix + "-" + turn[0] % KEYS, turn[0]++);
  }

  private void write(PersistentClient client, String key, long value) {
    Answer answer =
        client
            .post(
                "/cache",
                "{\"key\":\"%s\",\"value\":%d,\"request_id\":\"%s\"}"
                    .formatted(key, value, fresh("put")))
            .ok();
    Written now = new Written(value, answer.number("version"));
    Written before = last.put(key, now);
    // one more at a time: a write sent again had one effect
    if (before != null) {
      assertThat(now.version()).as(key).isEqualTo(before.version() + 1);
    }
  }

  /** Every node comes to show the last acknowledged value of every key. */
  void verify() {
    assertThat(last).hasSizeGreaterThanOrEqualTo(KEYS);
    last.forEach(
        (key, written) -> {
          for (int node : TestCluster.NODES) {
            Eventually.holds(
                "node %d shows %s = %s".formatted(node, key, written),
                () -> {
                  Answer read = api.get(node, "/cache/" + key).ok();
                  return read.number("value") == written.value()
                      && read.number("version") == written.version();
                });
          }
        });
  }

  private record Written(long value, long version) {}
}
