package selaras.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens for each caller, refilled at a steady rate: the generic cell rate algorithm
 * (ITU-T I.371), which keeps one number of each, the time at which its bucket will be full.
 *
 * <p>Thread-safe and bounded: buckets that are full again are forgotten; callers beyond the bound
 * share one bucket, so that nobody gets round the limit by being many.
 */
public final class RateLimit {
  private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

  private final long intervalNanos;
  private final long fullNanos;
  private final int max;
  private final Map<String, AtomicLong> buckets = new ConcurrentHashMap<>();
  private final AtomicLong others;
  private final AtomicLong sweptNanos;

  /**
   * @param nowNanos by the monotonic clock by which {@link #pass} is asked
   */
  public RateLimit(RateSettings settings, long nowNanos) {
    this.intervalNanos = Duration.ofSeconds(1).toNanos() / settings.perSecond();
    this.fullNanos = intervalNanos * settings.burst();
    this.max = settings.callersMax();
    this.others = new AtomicLong(nowNanos);
    this.sweptNanos = new AtomicLong(nowNanos - SWEEP_NANOS);
  }

  /**
   * Whether a caller may call now.
   *
   * @return 0, and the call is counted; or the nanoseconds after which it may
   */
  public long pass(String caller, long nowNanos) {
    AtomicLong bucket = bucket(caller, nowNanos);
    while (true) {
      long full = bucket.get();
      long next = (full - nowNanos > 0 ? full : nowNanos) + intervalNanos;
      long wait = next - nowNanos - fullNanos;
      if (wait > 0) {
        return wait;
      }
      if (bucket.compareAndSet(full, next)) {
        return 0;
      }
    }
  }

  private AtomicLong bucket(String caller, long nowNanos) {
    AtomicLong known = buckets.get(caller);
    if (known != null) {
      return known;
    }
    if (buckets.size() >= max) {
      sweep(nowNanos);
    }
    return buckets.size() >= max
        ? others
        : buckets.computeIfAbsent(caller, any -> new AtomicLong(nowNanos));
  }

  private void sweep(long nowNanos) {
    long swept = sweptNanos.get();
    if (nowNanos - swept >= SWEEP_NANOS && sweptNanos.compareAndSet(swept, nowNanos)) {
      buckets.values().removeIf(bucket -> bucket.get() - nowNanos <= 0);
    }
  }
}
