package selaras.acceptance;

import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import selaras.testing.Api;
import selaras.testing.Eventually;

/**
 * Takes a free lock on one node over and over and notes the longest time from one grant to the
 * next: how long a client of that node went without.
 */
final class GrantProbe implements AutoCloseable {
  private static final Duration NEXT_GRANT = Duration.ofSeconds(60);

  private final Load load = new Load();
  private final PersistentClient client;
  private long lastGrant = System.nanoTime();
  private long longestGap;
  private long lastAsked;

  GrantProbe(Api api, int node) {
    client = new PersistentClient(api, node);
    load.start("probe", this::once);
    load.awaitSteps(1);
  }

  private void once() {
    long asked = System.nanoTime();
    client
        .post(
            "/lock",
            "{\"resource_id\":\"%s\",\"holder_id\":\"probe\",\"ttl_ms\":1,\"request_id\":\"%s\"}"
                .formatted(fresh("probe"), fresh("probe")))
        .ok();
    granted(asked, System.nanoTime());
  }

  private synchronized void granted(long asked, long now) {
    longestGap = Math.max(longestGap, now - lastGrant);
    lastGrant = now;
    lastAsked = asked;
  }

  private synchronized boolean askedSince(long time) {
    return lastAsked - time > 0;
  }

  private synchronized Duration gap() {
    return Duration.ofNanos(longestGap);
  }

  /** Waits for the grant of a lock that is asked for from now on. */
  Duration longestGapUntilNextGrant() {
    long now = System.nanoTime();
    Eventually.holds(
        "a lock is granted again",
        NEXT_GRANT,
        () -> {
          load.check();
          return askedSince(now);
        });
    return gap();
  }

  @Override
  public void close() {
    load.close();
  }
}
