package selaras.cache;

import java.util.Optional;
import selaras.store.Fence;

/**
 * A deletion as the client asked for it.
 *
 * @param key any text
 * @param requestId names the request, within its key: sent again it has no second effect
 * @param fence refuses the deletion if its token has been overtaken
 */
public record Delete(String key, Optional<String> requestId, Optional<Fence> fence) {

  /** An unconditional deletion. */
  public static Delete of(String key) {
    return new Delete(key, Optional.empty(), Optional.empty());
  }
}
