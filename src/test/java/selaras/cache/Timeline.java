package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What each key was at the origin and since when, and what readers may therefore be answered. A
 * version of 0 is that the key was absent.
 */
final class Timeline {
  private record State(long version, long sinceNanos) {}

  private final Map<String, List<State>> states = new HashMap<>();
  private final Map<String, Integer> strict = new HashMap<>();
  private final long boundNanos;
  private final ToLongFunction<String> version;

  Timeline(List<String> keys, Duration bound, ToLongFunction<String> version) {
    this.boundNanos = bound.toNanos();
    this.version = version;
    keys.forEach(key -> states.put(key, new ArrayList<>(List.of(new State(0, 0)))));
  }

  /** To be called after whatever may have changed something. */
  void look(long nowNanos) {
    states.forEach(
        (key, past) -> {
          long now = version.applyAsLong(key);
          if (past.getLast().version() != now) {
            past.add(new State(now, nowNanos));
          }
        });
  }

  /** The number of the present state of a key. */
  int present(String key) {
    return states.get(key).size() - 1;
  }

  /** The number of the latest state of that version. */
  int of(String key, long version) {
    List<State> past = states.get(key);
    for (int i = past.size() - 1; i >= 0; i--) {
      if (past.get(i).version() == version) {
        return i;
      }
    }
    throw new AssertionError("there never was a version " + version + " of " + key);
  }

  /** A strict write of that state was answered. */
  void strictlyWritten(String key, int state) {
    strict.merge(key, state, Math::max);
  }

  /** The newest state whose strict write was answered. */
  int strictly(String key) {
    return strict.getOrDefault(key, 0);
  }

  /**
   * A copy was served.
   *
   * @return the number of its state
   */
  int checkHit(String key, long served, long nowNanos, String where) {
    int state = of(key, served);
    checkAge(key, state, nowNanos, where);
    assertThat(state)
        .as("stale: %s: state of %s after a strict write", where, key)
        .isGreaterThanOrEqualTo(strictly(key));
    return state;
  }

  /** A read that began then was answered that state. */
  void checkAge(String key, int state, long nanos, String where) {
    List<State> past = states.get(key);
    long age = state + 1 < past.size() ? nanos - past.get(state + 1).sinceNanos() : 0;
    assertThat(age)
        .as("stale: %s: nanoseconds since state %d of %s was replaced", where, state, key)
        .isLessThanOrEqualTo(boundNanos);
  }

  void checkVersion(String key, int state, long answered) {
    assertThat(answered)
        .as("version of %s in state %d", key, state)
        .isEqualTo(states.get(key).get(state).version());
  }
}
