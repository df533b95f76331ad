package selaras.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import selaras.lock.LockMode;
import selaras.lock.LockSettings;
import selaras.lock.Locks;
import selaras.lock.Want;

/** Takes, renews, returns and shows locks. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LocksResource {
  @Inject private Locks locks;
  @Inject private LockSettings settings;
  @Inject private Limits limits;

  @POST
  @Path("lock")
  public CompletionStage<Response> acquire(Body body) {
    Want want =
        new Want(
            body.name("resource_id"),
            LockMode.valueOf(
                body.choice("lock_type", "exclusive", "exclusive", "shared").toUpperCase()));
    Duration lease = lease(body);
    Duration wait = Duration.ofMillis(body.number("wait_ms", 0, 0, settings.maxWait().toMillis()));
    return locks
        .acquire(requestId(body), body.name("holder_id"), List.of(want), lease, wait)
        .thenApply(outcome -> LockAnswers.of(outcome, want.resource()));
  }

  @POST
  @Path("lock/renew")
  public CompletionStage<Response> renew(Body body) {
    return locks
        .renew(requestId(body), body.name("lock_id"), lease(body))
        .thenApply(outcome -> LockAnswers.of(outcome, ""));
  }

  @POST
  @Path("unlock")
  public CompletionStage<Response> release(Body body) {
    Optional<String> lockId = body.optionalName("lock_id");
    if (lockId.isPresent()) {
      return locks
          .release(requestId(body), lockId.get())
          .thenApply(outcome -> LockAnswers.of(outcome, ""));
    }
    String resource = body.name("resource_id");
    return locks
        .release(requestId(body), resource, body.name("holder_id"))
        .thenApply(outcome -> LockAnswers.of(outcome, resource));
  }

  @GET
  @Path("lock/{resource_id: .+}")
  public CompletionStage<Response> look(@Context UriInfo uri) {
    String resource = Names.afterPath("/lock/", "resource_id", uri, limits);
    return locks.look(resource).thenApply(view -> LockAnswers.of(view, resource));
  }

  private Duration lease(Body body) {
    return Duration.ofMillis(
        body.number(
            "ttl_ms", settings.defaultLease().toMillis(), 1, settings.maxLease().toMillis()));
  }

  private static String requestId(Body body) {
    return body.optionalName("request_id").orElse("");
  }
}
