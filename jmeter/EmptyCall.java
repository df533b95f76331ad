import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.MediaType;

/** A JAX-RS application that does nothing: what a call costs on this server without Selaras. */
@ApplicationPath("/")
public class EmptyCall extends Application {

  /** Answers every key with the same text, as long as the answer of the cache. */
  @Path("cache")
  @Produces(MediaType.APPLICATION_JSON)
  public static class Reads {
    @GET
    @Path("{key: .+}")
    public String get(@PathParam("key") String key) {
      return "{\"success\":true,\"key\":\"measured-00\",\"value\":\"John Doe\",\"source\":\"cache\","
          + "\"state\":\"M\",\"version\":1}";
    }
  }

  /** Takes any message, and gives none. */
  @Path("queue")
  @Produces(MediaType.APPLICATION_JSON)
  public static class Messages {
    @GET
    public String get() {
      return "{\"success\":true}";
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String post(String body) {
      return "{\"success\":true}";
    }
  }
}
