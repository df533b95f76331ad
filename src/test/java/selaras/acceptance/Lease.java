package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import selaras.testing.Answer;
import selaras.testing.Api;

/**
 * A lock that is never renewed, and somebody who waits for it from the beginning: when it is
 * granted to the one who waits, the lease has ended. Both are measured by the clock of this
 * process, which nobody sets: from before the first request to after the last answer.
 */
final class Lease {
  private static final Duration WAIT = Duration.ofSeconds(110);

  private final String resource = fresh("lease");
  private final Duration length;
  private final Api api;
  private final long asked;
  private final long answered;
  private final CompletableFuture<Long> ended;

  /**
   * @param length of the lease
   * @param holderNode where it is asked for
   * @param waiterNode where the other one waits, until that node fails
   */
  Lease(Api api, Duration length, int holderNode, int waiterNode) {
    this.api = api;
    this.length = length;
    this.asked = System.nanoTime();
    new PersistentClient(api, holderNode).post("/lock", request("holder", length.toMillis())).ok();
    this.answered = System.nanoTime();
    this.ended = CompletableFuture.supplyAsync(() -> await(waiterNode));
  }

  private long await(int node) {
    Answer granted =
        new PersistentClient(api, node)
            .post("/lock", request("next", 600_000, ",\"wait_ms\":" + WAIT.toMillis()));
    long now = System.nanoTime();
    granted.ok();
    return now;
  }

  private String request(String holder, long ttlMillis, String... more) {
    return "{\"resource_id\":\"%s\",\"holder_id\":\"%s\",\"ttl_ms\":%d,\"request_id\":\"%s\"%s}"
        .formatted(resource, holder, ttlMillis, fresh("lease"), String.join("", more));
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - asked);
  }

  String resource() {
    return resource;
  }

  /** Fails unless it lasted at least as long as promised, and at most so much longer. */
  void checkEnded(String what, Duration lateAtMost) {
    long end = end();
    Duration atLeast = Duration.ofNanos(end - asked);
    Duration late = Duration.ofNanos(end - answered).minus(length);
    System.out.printf(
        "%s: a lease of %d ms was free for the next after %d ms%n",
        what, length.toMillis(), atLeast.toMillis());
    assertThat(atLeast).as(what + ": early").isGreaterThanOrEqualTo(length);
    assertThat(late).as(what + ": late").isLessThanOrEqualTo(lateAtMost);
  }

  private long end() {
    try {
      return ended.get(WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the lease of " + resource + " did not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
