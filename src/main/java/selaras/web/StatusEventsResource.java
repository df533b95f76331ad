package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import selaras.access.Role;

/** The status of this node and of the others as it sees them, each second, for the console. */
@ApplicationScoped
@Path("/status/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
public class StatusEventsResource {
  @Inject private StatusFeed feed;

  @GET
  @Needs(Role.READER)
  public void follow(@Context HttpServletRequest request, @Suspended AsyncResponse answer)
      throws IOException {
    feed.follow(request, answer);
  }

  /** Without this a HEAD would begin to follow, and nobody would notice its end. */
  @HEAD
  @Needs(Role.READER)
  public Response head() {
    return Response.ok().build();
  }
}
