package selaras.history;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import selaras.testing.Answer;
import selaras.testing.Api;

/**
 * Performs calls on the locks of a real cluster as one client, and writes down what it was told.
 * For one thread.
 */
final class LockClient {
  private final int process;
  private final Api api;
  private final RandomGenerator random;
  private final History history;
  private final long origin;

  /**
   * @param origin the {@link System#nanoTime} from which all clients count
   */
  LockClient(int process, Api api, RandomGenerator random, History history, long origin) {
    this.process = process;
    this.api = api;
    this.random = random;
    this.history = history;
    this.origin = origin;
  }

  /** A lock that was granted. */
  record Lock(String resource, String lockId, long token, long leaseMillis) {}

  Optional<Lock> acquire(String resource, Mode mode, long leaseMillis, long waitMillis) {
    String json =
        """
        {"resource_id":"%s","lock_type":"%s","holder_id":"%s","ttl_ms":%d,"wait_ms":%d,\
        "request_id":"%s"}"""
            .formatted(
                resource, mode.name().toLowerCase(), name(), leaseMillis, waitMillis, name());
    Call call = new Call.Acquire(mode, nanos(leaseMillis), waitMillis > 0);
    return perform(resource, call, node -> api.post(node, "/lock", json))
        .filter(answer -> answer.status() == 200)
        .map(
            answer ->
                new Lock(
                    resource,
                    answer.string("lock_id"),
                    answer.number("fencing_token"),
                    leaseMillis));
  }

  /** Empty when nobody knows; else whether the lock is still held. */
  Optional<Boolean> renew(Lock lock) {
    String json =
        "{\"lock_id\":\"%s\",\"ttl_ms\":%d,\"request_id\":\"%s\"}"
            .formatted(lock.lockId(), lock.leaseMillis(), name());
    Call call = new Call.Renew(lock.token(), nanos(lock.leaseMillis()));
    return perform(lock.resource(), call, node -> api.post(node, "/lock/renew", json))
        .map(answer -> answer.status() == 200);
  }

  void release(Lock lock) {
    String json = "{\"lock_id\":\"%s\",\"request_id\":\"%s\"}".formatted(lock.lockId(), name());
    Call call = new Call.Release(lock.token());
    perform(lock.resource(), call, node -> api.post(node, "/unlock", json));
  }

  /** Asks whether the token is that of a holder, or looks at all holders. */
  void check(String resource, long token) {
    Call call = new Call.Check(token);
    String path = "/lock/" + resource + (random.nextBoolean() ? "/token/" + token : "");
    perform(resource, call, node -> api.get(node, path));
  }

  private Optional<Answer> perform(String resource, Call call, IntFunction<Answer> send) {
    Request request = new Request(send);
    long invoked = System.nanoTime() - origin;
    Optional<Answer> answer = request.perform(random);
    long completed = System.nanoTime() - origin;
    if (answer.isPresent()) {
      Reply reply = Replies.of(call, answer.get());
      history.add(new Operation(process, resource, call, invoked, completed, reply));
    } else if (request.mayHaveHappened() && !(call instanceof Call.Check)) {
      Reply unknown = new Reply.Unknown();
      history.add(new Operation(process, resource, call, invoked, Operation.NEVER, unknown));
    }
    return answer;
  }

  private static String name() {
    return UUID.randomUUID().toString();
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
