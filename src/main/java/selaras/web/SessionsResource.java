package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.CompletionStage;
import selaras.access.Caller;
import selaras.access.Role;
import selaras.lock.LockSettings;
import selaras.lock.Sessions;

/** Sessions: one heartbeat for many locks. */
@ApplicationScoped
@Path("session")
@Produces(MediaType.APPLICATION_JSON)
public class SessionsResource {
  @Inject private Sessions sessions;
  @Inject private Callers callers;
  @Inject private LockSettings settings;
  @Inject private Limits limits;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.CLIENT)
  public CompletionStage<Response> open(Body body) {
    Caller caller = callers.current();
    return sessions
        .open(
            caller.owner(),
            LockRequests.requestId(body, caller),
            LockRequests.holderId(body, caller),
            LockRequests.lease(body, settings))
        .thenApply(LockAnswers::of);
  }

  /** Takes no body: whatever is sent is not read. */
  @POST
  @Path("{session_id}/heartbeat")
  @Consumes(MediaType.WILDCARD)
  @Needs(Role.CLIENT)
  public CompletionStage<Response> heartbeat(
      @PathParam("session_id") String sessionId, @Context UriInfo uri) {
    Caller caller = own(sessionId);
    return sessions.heartbeat(requestId(uri, caller), sessionId).thenApply(LockAnswers::of);
  }

  @DELETE
  @Path("{session_id}")
  @Needs(Role.CLIENT)
  public CompletionStage<Response> close(
      @PathParam("session_id") String sessionId, @Context UriInfo uri) {
    Caller caller = own(sessionId);
    return sessions.close(requestId(uri, caller), sessionId).thenApply(LockAnswers::of);
  }

  @GET
  @Path("{session_id}")
  @Needs(Role.CLIENT)
  public CompletionStage<Response> look(@PathParam("session_id") String sessionId) {
    own(sessionId);
    return sessions
        .look(sessionId)
        .thenApply(
            view ->
                view.map(found -> Response.ok(new LockViewAnswers.ShownSession(found)).build())
                    .orElseGet(() -> LockAnswers.noSession(sessionId)));
  }

  /** The caller, whose session this is, or who may do as if it were. */
  private Caller own(String sessionId) {
    Caller caller = callers.current();
    Own.check("session_id", sessionId, caller);
    return caller;
  }

  private String requestId(UriInfo uri, Caller caller) {
    return LockRequests.requestId(new Query(uri, limits), caller);
  }
}
