package selaras.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import selaras.testing.Pause;

/**
 * Somebody who needs a lock now and then: holds it for a while, renews it or forgets to, gives it
 * back or does not, and is curious about the tokens of others. For one thread.
 */
final class LockUser {
  private static final List<Long> LEASES = List.of(300L, 500L, 800L, 1_500L);
  private static final long MOST_WAIT_MILLIS = 400;
  private static final long MOST_PAUSE_MILLIS = 60;

  private final LockClient client;
  private final RandomGenerator random;
  private final List<String> resources;
  private final Map<String, Long> lastTokens;

  /**
   * @param resources those whose name begins with {@code queued} are waited for
   * @param lastTokens the last token seen of each, shared by all users
   */
  LockUser(
      LockClient client,
      RandomGenerator random,
      List<String> resources,
      Map<String, Long> lastTokens) {
    this.client = client;
    this.random = random;
    this.resources = resources;
    this.lastTokens = lastTokens;
  }

  void useOne() {
    String resource = pick(resources);
    Long token = lastTokens.get(resource);
    if (token != null && chance(25)) {
      client.check(resource, token);
    }
    Mode mode = chance(40) ? Mode.SHARED : Mode.EXCLUSIVE;
    long wait = resource.startsWith("queued") ? 1 + random.nextLong(MOST_WAIT_MILLIS) : 0;
    client.acquire(resource, mode, pick(LEASES), wait).ifPresent(this::hold);
    Pause.millis(random.nextLong(MOST_PAUSE_MILLIS));
  }

  private void hold(LockClient.Lock lock) {
    lastTokens.put(lock.resource(), lock.token());
    Optional<Boolean> held = Optional.of(true);
    while (held.orElse(false) && !chance(40)) {
      Pause.millis(random.nextLong(chance(15) ? 2 * lock.leaseMillis() : lock.leaseMillis() / 3));
      if (chance(50)) {
        held = client.renew(lock);
      } else {
        client.check(lock.resource(), lock.token());
      }
    }
    if (chance(80)) {
      client.release(lock);
    }
    if (chance(10)) {
      client.renew(lock);
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
