package selaras.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Reads keys until their values are as long as one answer may be. Whether they are long is known
 * only when they are there, so they are read in parts, of few keys at first and never of many.
 *
 * <p>One object for each call; one part at a time.
 */
final class BatchRead {
  private static final int FIRST = 4;

  private static final int MOST = 16;

  private final Function<List<String>, CompletableFuture<Map<String, ReadOutcome>>> part;
  private final Map<String, ReadOutcome> outcomes = new LinkedHashMap<>();
  private long room;

  /**
   * @param chars of all values; the one that reaches it is the last
   * @param part reads several keys
   */
  BatchRead(long chars, Function<List<String>, CompletableFuture<Map<String, ReadOutcome>>> part) {
    this.room = chars;
    this.part = part;
  }

  /** What the keys are, in their order, up to where there is no room for more. */
  CompletableFuture<Map<String, ReadOutcome>> of(List<String> keys) {
    return next(keys, FIRST);
  }

  private CompletableFuture<Map<String, ReadOutcome>> next(List<String> keys, int most) {
    if (keys.isEmpty() || room <= 0) {
      return CompletableFuture.completedFuture(outcomes);
    }
    int many = Math.min(most, keys.size());
    return part.apply(keys.subList(0, many))
        .thenCompose(
            found -> {
              found.forEach(this::keep);
              return next(keys.subList(many, keys.size()), Math.min(2 * most, MOST));
            });
  }

  private void keep(String key, ReadOutcome outcome) {
    if (room > 0) {
      outcomes.put(key, outcome);
      room -= outcome instanceof ReadOutcome.Found found ? found.value().length() : 0;
    }
  }
}
