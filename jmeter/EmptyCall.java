import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;

/** A JAX-RS application that does nothing: what a call costs without Selaras. */
@ApplicationPath("/")
public class EmptyCall extends Application {

  /** Answers every key with the same text, as long as the answer of the cache. */
  @Path("/cache")
  public static class Nothing {
    @GET
    @Path("{key: .+}")
    @Produces("application/json")
    public String get(@PathParam("key") String key) {
      return "{\"success\":true,\"key\":\"measured-00\",\"value\":\"John Doe\",\"source\":\"cache\","
          + "\"state\":\"M\",\"version\":1}";
    }
  }
}
