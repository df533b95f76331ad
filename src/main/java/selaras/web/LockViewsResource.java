package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.util.concurrent.CompletionStage;
import selaras.access.Role;
import selaras.lock.Locks;

/**
 * Shows locks: linearizably, or with {@code ?consistency=local} as this node's copy has them.
 *
 * <p>A resource whose name ends like one of the paths below is shown by {@code GET /locks}.
 */
@ApplicationScoped
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class LockViewsResource {
  private static final int MOST_LISTED = 1_000;
  private static final int USUALLY_LISTED = 100;

  @Inject private Locks locks;
  @Inject private Limits limits;

  @GET
  @Path("lock/{resource_id: .+}")
  @Needs(Role.READER)
  public CompletionStage<LockViewAnswers.Shown> look(@Context UriInfo uri) {
    String resource = Names.afterPath("/lock/", "resource_id", uri, limits);
    return locks
        .look(resource, LockRequests.consistency(new Query(uri, limits)))
        .thenApply(LockViewAnswers.Shown::new);
  }

  /** Whether a lock with this fencing token still holds the resource. */
  @GET
  @Path("lock/{resource_id: .+}/token/{token: [0-9]+}")
  @Needs(Role.READER)
  public CompletionStage<LockViewAnswers.Checked> check(
      @Context UriInfo uri, @PathParam("token") String digits) {
    long token = Names.inRange("token", new BigDecimal(digits), 0, Long.MAX_VALUE);
    String resource = Names.between("/lock/", "/token/" + digits, "resource_id", uri, limits);
    return locks
        .current(resource, token, LockRequests.consistency(new Query(uri, limits)))
        .thenApply(holder -> new LockViewAnswers.Checked(resource, token, holder));
  }

  /** The resources in use, by name: {@code after} is the {@code next} of the page before. */
  @GET
  @Path("locks")
  @Needs(Role.READER)
  public CompletionStage<LockViewAnswers.Listed> list(@Context UriInfo uri) {
    Query query = new Query(uri, limits);
    int limit = (int) query.number("limit", USUALLY_LISTED, 1, MOST_LISTED);
    return locks
        .list(
            query.optionalName("prefix").orElse(""),
            query.optionalName("after").orElse(""),
            limit,
            LockRequests.consistency(query))
        .thenApply(LockViewAnswers.Listed::new);
  }
}
