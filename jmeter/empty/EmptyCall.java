package empty;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What a JAX-RS call costs that does nothing: the ceiling of every call on this server. */
@Path("empty")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EmptyCall {
  private static final String ANSWER = "{\"success\":true}";

  @GET
  @Consumes(MediaType.WILDCARD)
  public String get() {
    return ANSWER;
  }

  @POST
  public String post(String body) {
    return ANSWER;
  }
}
