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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import selaras.access.Caller;
import selaras.access.Role;
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
  @Inject private Callers callers;
  @Inject private Hangups hangups;
  @Inject private LockSettings settings;
  @Inject private Limits limits;

  @POST
  @Path("lock")
  @Needs(Role.CLIENT)
  public CompletionStage<Response> acquire(@Context HttpServletRequest request, Body body) {
    return acquire(request, body, List.of(LockRequests.want(body)), false);
  }

  @POST
  @Path("locks")
  @Needs(Role.CLIENT)
  public CompletionStage<Response> acquireAll(@Context HttpServletRequest request, Body body) {
    return acquire(request, body, LockRequests.wants(body, settings), true);
  }

  @POST
  @Path("semaphore/{name: .+}")
  @Needs(Role.CLIENT)
  public CompletionStage<Response> acquirePermits(
      @Context HttpServletRequest request, @Context UriInfo uri, Body body) {
    String name = Names.afterPath("/semaphore/", "name", uri, limits);
    return acquire(request, body, List.of(LockRequests.permits(name, body)), false);
  }

  private CompletionStage<Response> acquire(
      HttpServletRequest request, Body body, List<Want> wants, boolean list) {
    Caller caller = callers.current();
    Terms terms = LockRequests.terms(body, settings, caller);
    CompletableFuture<LockOutcome> outcome =
        locks.acquire(
            caller.owner(),
            LockRequests.requestId(body, caller),
            LockRequests.holder(body, caller),
            wants,
            terms);
    if (terms.waitMillis() > 0) {
      hangups.cancelOnHangup(request, outcome);
    }
    return outcome.thenApply(answer -> LockAnswers.taken(answer, wants, list));
  }

  @POST
  @Path("lock/renew")
  @Needs(Role.CLIENT)
  public CompletionStage<Response> renew(Body body) {
    Caller caller = callers.current();
    return locks
        .renew(
            LockRequests.requestId(body, caller),
            LockRequests.lockId(body, caller),
            LockRequests.lease(body, settings))
        .thenApply(LockAnswers::of);
  }

  @POST
  @Path("unlock")
  @Needs(Role.CLIENT)
  public CompletionStage<Response> release(Body body) {
    Caller caller = callers.current();
    String requestId = LockRequests.requestId(body, caller);
    var released =
        body.has("lock_id")
            ? locks.release(requestId, LockRequests.lockId(body, caller))
            : locks.release(
                requestId, body.name("resource_id"), LockRequests.holderId(body, caller));
    return released.thenApply(LockAnswers::of);
  }

  /** For operators: takes the resource from all who hold it. */
  @DELETE
  @Path("lock/{resource_id: .+}")
  @Consumes(MediaType.WILDCARD)
  @Needs(Role.OPERATOR)
  public CompletionStage<Response> force(@Context UriInfo uri) {
    String resource = Names.afterPath("/lock/", "resource_id", uri, limits);
    return locks
        .force(LockRequests.requestId(new Query(uri, limits), callers.current()), resource)
        .thenApply(LockAnswers::of);
  }
}
