package selaras.web;

import java.util.Optional;
import java.util.OptionalLong;
import selaras.access.Caller;
import selaras.access.Role;
import selaras.store.Fence;

/**
 * The fence of a request, {@code {"resource_id","fencing_token"}} in a body and two parameters of
 * the same names in a query string, and the refusal of a stale one.
 *
 * <p>To show a fence changes something, also with a call that only reads: no older token is good
 * any more. So it needs a client, whatever role the call has without.
 */
final class Fencing {
  private static final String RESOURCE = "resource_id";
  private static final String TOKEN = "fencing_token";
  private static final String PREFIX = "fence.";

  private Fencing() {}

  static Optional<Fence> of(Body body, Caller caller) {
    return body.object("fence")
        .map(
            fence ->
                fence(
                    fence.optionalName(RESOURCE),
                    fence.optionalNumber(TOKEN, 1, Long.MAX_VALUE),
                    caller));
  }

  /** A fence needs both parameters. */
  static Optional<Fence> of(Query query, Caller caller) {
    Optional<String> resource = query.optionalName(PREFIX + RESOURCE);
    OptionalLong token = query.optionalNumber(PREFIX + TOKEN, 1, Long.MAX_VALUE);
    return resource.isEmpty() && token.isEmpty()
        ? Optional.empty()
        : Optional.of(fence(resource, token, caller));
  }

  static Problem stale(Fence fence, long newestToken) {
    return Problem.of(409, "stale fencing token", "a newer holder of the lock has been here")
        .with(RESOURCE, fence.resource())
        .with(TOKEN, fence.token())
        .with("newest_token", newestToken);
  }

  private static Fence fence(Optional<String> resource, OptionalLong token, Caller caller) {
    BearerDoor.require(Role.CLIENT, caller);
    return new Fence(
        resource.orElseThrow(() -> isRequired(RESOURCE)),
        token.orElseThrow(() -> isRequired(TOKEN)));
  }

  private static Problem isRequired(String member) {
    return Problem.badMember(PREFIX + member, "is required");
  }
}
