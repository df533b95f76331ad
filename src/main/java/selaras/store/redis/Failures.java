package selaras.store.redis;

import java.net.ConnectException;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import selaras.store.StoreUnavailableException;

/**
 * What Jedis fails with, as users of the store know it: {@link StoreUnavailableException} when it
 * may pass, and unchanged when it will not. Thread-safe.
 */
final class Failures {
  /** How the replies begin of a Redis that is loading, failing over, moving slots, or full. */
  private static final List<String> PASSING =
      List.of(
          "LOADING",
          "READONLY",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "OOM",
          "MISCONF",
          "NOREPLICAS",
          "ERR max number of clients",
          "BUSY");

  private final Runnable suspect;

  /**
   * @param suspect told when it may be another server's turn
   */
  Failures(Runnable suspect) {
    this.suspect = suspect;
  }

  <T> T translating(Supplier<T> commands) {
    try {
      return commands.get();
    } catch (JedisException e) {
      throw translated(e);
    }
  }

  /** The same for what a call failed with that nobody waited for. */
  Throwable translated(Throwable failure) {
    return switch (failure) {
      case JedisException e -> translated(e);
      case TimeoutException e -> noneFree(e);
      default -> failure;
    };
  }

  private RuntimeException translated(JedisException failure) {
    return switch (failure) {
      case JedisConnectionException e -> {
        suspect.run();
        yield new StoreUnavailableException("Redis does not answer", !refused(e), e);
      }
      case JedisAccessControlException e ->
          new StoreUnavailableException(
              "Redis does not let this node in: " + e.getMessage(), false, e);
      case JedisDataException e -> isPassing(e) ? refusedForNow(e) : e;
      default -> noneFree(failure);
    };
  }

  private StoreUnavailableException refusedForNow(JedisDataException e) {
    suspect.run();
    return new StoreUnavailableException("Redis refuses for now: " + e.getMessage(), false, e);
  }

  private static StoreUnavailableException noneFree(Exception e) {
    return new StoreUnavailableException("no connection to Redis is free", false, e);
  }

  /** Whether the reply says: later. */
  private static boolean isPassing(JedisDataException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof JedisRedirectionException || PASSING.stream().anyMatch(message::startsWith);
  }

  /** Jedis tries each address of a host and reports their failures as suppressed ones. */
  private static boolean refused(Throwable e) {
    return e != null
        && (e instanceof ConnectException
            || e instanceof SSLHandshakeException
            || e instanceof NoSuchElementException
            || refused(e.getCause())
            || Arrays.stream(e.getSuppressed()).anyMatch(Failures::refused));
  }
}
