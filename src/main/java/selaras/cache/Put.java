package selaras.cache;

import java.util.Optional;
import java.util.OptionalLong;
import selaras.store.Fence;

/**
 * A write as the client asked for it.
 *
 * @param key any text
 * @param value JSON text
 * @param ttlMillis how long it lives; empty: until deleted
 * @param ifVersion the version it must replace, 0 for "must be absent"; empty: any
 * @param requestId names the request, within its key: sent again it has no second effect
 * @param fence refuses the write if its token has been overtaken; empty: no lock guards the key
 */
public record Put(
    String key,
    String value,
    OptionalLong ttlMillis,
    OptionalLong ifVersion,
    Optional<String> requestId,
    Optional<Fence> fence) {

  /** An unconditional write that lives until deleted. */
  public static Put of(String key, String value) {
    return new Put(
        key, value, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
  }
}
