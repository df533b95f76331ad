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
import selaras.lock.LockSettings;
import selaras.lock.Sessions;

/** Sessions: one heartbeat for many locks. */
@ApplicationScoped
@Path("session")
@Produces(MediaType.APPLICATION_JSON)
public class SessionsResource {
  @Inject private Sessions sessions;
  @Inject private LockSettings settings;
  @Inject private Limits limits;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> open(Body body) {
    return sessions
        .open(
            LockRequests.requestId(body),
            body.name("holder_id"),
            LockRequests.lease(body, settings))
        .thenApply(LockAnswers::of);
  }

  /** Takes no body: whatever is sent is not read. */
  @POST
  @Path("{session_id}/heartbeat")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> heartbeat(
      @PathParam("session_id") String sessionId, @Context UriInfo uri) {
    return sessions.heartbeat(requestId(uri), sessionId).thenApply(LockAnswers::of);
  }

  @DELETE
  @Path("{session_id}")
  public CompletionStage<Response> close(
      @PathParam("session_id") String sessionId, @Context UriInfo uri) {
    return sessions.close(requestId(uri), sessionId).thenApply(LockAnswers::of);
  }

  @GET
  @Path("{session_id}")
  public CompletionStage<Response> look(@PathParam("session_id") String sessionId) {
    return sessions
        .look(sessionId)
        .thenApply(
            view ->
                view.map(found -> Response.ok(new LockViewAnswers.ShownSession(found)).build())
                    .orElseGet(() -> LockAnswers.noSession(sessionId)));
  }

  private String requestId(UriInfo uri) {
    return LockRequests.requestId(new Query(uri, limits));
  }
}
