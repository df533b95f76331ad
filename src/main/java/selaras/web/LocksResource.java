package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import selaras.lock.LockOutcome;
import selaras.lock.LockSettings;
import selaras.lock.Locks;
import selaras.lock.Terms;
import selaras.lock.Want;

/** Takes, renews and returns locks; {@link LockViewsResource} shows them. */
@ApplicationScoped
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LocksResource {
  @Inject private Locks locks;
  @Inject private Hangups hangups;
  @Inject private LockSettings settings;
  @Inject private Limits limits;

  @POST
  @Path("lock")
  public CompletionStage<Response> acquire(@Context HttpServletRequest request, Body body) {
    return acquire(request, body, List.of(LockRequests.want(body)));
  }

  @POST
  @Path("locks")
  public CompletionStage<Response> acquireAll(@Context HttpServletRequest request, Body body) {
    return acquire(request, body, LockRequests.wants(body, settings));
  }

  @POST
  @Path("semaphore/{name: .+}")
  public CompletionStage<Response> acquirePermits(
      @Context HttpServletRequest request, @Context UriInfo uri, Body body) {
    String name = Names.afterPath("/semaphore/", "name", uri, limits);
    return acquire(request, body, List.of(LockRequests.permits(name, body)));
  }

  private CompletionStage<Response> acquire(
      HttpServletRequest request, Body body, List<Want> wants) {
    Terms terms = LockRequests.terms(body, settings);
    CompletableFuture<LockOutcome> outcome =
        locks.acquire(LockRequests.requestId(body), LockRequests.holder(body), wants, terms);
    if (terms.waitMillis() > 0) {
      hangups.cancelOnHangup(request, outcome);
    }
    return outcome.thenApply(answer -> LockAnswers.of(answer, wants));
  }

  @POST
  @Path("lock/renew")
  public CompletionStage<Response> renew(Body body) {
    return locks
        .renew(
            LockRequests.requestId(body), body.name("lock_id"), LockRequests.lease(body, settings))
        .thenApply(LockAnswers::of);
  }

  @POST
  @Path("unlock")
  public CompletionStage<Response> release(Body body) {
    String requestId = LockRequests.requestId(body);
    Optional<String> lockId = body.optionalName("lock_id");
    return lockId
        .map(id -> locks.release(requestId, id))
        .orElseGet(() -> locks.release(requestId, body.name("resource_id"), body.name("holder_id")))
        .thenApply(LockAnswers::of);
  }

  /** For operators: takes the resource from all who hold it. */
  @DELETE
  @Path("lock/{resource_id: .+}")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> force(@Context UriInfo uri) {
    String resource = Names.afterPath("/lock/", "resource_id", uri, limits);
    return locks
        .force(LockRequests.requestId(new Query(uri, limits)), resource)
        .thenApply(LockAnswers::of);
  }
}
