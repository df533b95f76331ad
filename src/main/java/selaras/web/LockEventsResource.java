package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Optional;
import selaras.access.Role;
import selaras.lock.EventId;
import selaras.lock.EventLog;

/**
 * What happens to locks, as Server-Sent Events: from now on, or after the event that {@code
 * Last-Event-ID} names, which any node may have told.
 */
@ApplicationScoped
@Path("/")
@Produces(MediaType.SERVER_SENT_EVENTS)
public class LockEventsResource {
  @Inject private EventLog events;
  @Inject private Followers followers;
  @Inject private Limits limits;

  @GET
  @Path("lock/{resource_id: .+}/events")
  @Needs(Role.READER)
  public void follow(
      @Context UriInfo uri,
      @HeaderParam("Last-Event-ID") String lastId,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse answer)
      throws IOException {
    String resource = Names.between("/lock/", "/events", "resource_id", uri, limits);
    EventId from = from(new Query(uri, limits), lastId);
    followers.follow(request, answer, LockInterest.inOne(resource), from);
  }

  @GET
  @Path("locks/events")
  @Needs(Role.READER)
  public void followAll(
      @Context UriInfo uri,
      @HeaderParam("Last-Event-ID") String lastId,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse answer)
      throws IOException {
    Query query = new Query(uri, limits);
    LockInterest interest =
        LockInterest.inAll(
            query.optionalName("prefix").orElse(""), query.optionalName("holder_id").orElse(""));
    followers.follow(request, answer, interest, from(query, lastId));
  }

  /** Without these a HEAD would begin to follow, and nobody would notice its end. */
  @HEAD
  @Path("lock/{resource_id: .+}/events")
  @Needs(Role.READER)
  public Response head() {
    return Response.ok().build();
  }

  @HEAD
  @Path("locks/events")
  @Needs(Role.READER)
  public Response headOfAll() {
    return Response.ok().build();
  }

  /** The header, which a browser sends by itself, is newer than what the address says. */
  private EventId from(Query query, String lastId) {
    return Optional.ofNullable(lastId)
        .filter(text -> !text.isEmpty())
        .map(text -> id("Last-Event-ID", text))
        .or(() -> query.optionalName("after").map(text -> id("after", text)))
        .orElseGet(events::last);
  }

  private static EventId id(String member, String text) {
    return EventId.parse(text)
        .orElseThrow(() -> Problem.badMember(member, "must be an event id, like 1234-1"));
  }
}
