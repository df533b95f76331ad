package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import selaras.cache.CoherentCache;
import selaras.cache.Delete;
import selaras.cache.Put;
import selaras.store.Fence;

/**
 * The coherent cache. A key may contain slashes, encoded or not. The key {@code stats} can be
 * written and deleted but not read: its path is that of the statistics. Every call on a key takes a
 * {@linkplain Fencing fence}.
 */
@ApplicationScoped
@Path("/cache")
@Produces(MediaType.APPLICATION_JSON)
public class CacheResource {
  @Inject private CoherentCache cache;
  @Inject private Limits limits;

  @Inject
  @ConfigProperty(name = "cache.ttl.max_ms")
  private long maxTtlMillis;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CacheAnswers.WrittenAnswer put(Body body) {
    Put put = read(body);
    return CacheAnswers.written(put, cache.put(put));
  }

  @GET
  @Path("/stats")
  public CacheAnswers.Stats stats() {
    return new CacheAnswers.Stats(true, cache.stats());
  }

  @GET
  @Path("/{key: .+}")
  public CacheAnswers.ReadAnswer get(@Context UriInfo uri) {
    String key = Names.afterPath("/cache/", "key", uri, limits);
    Optional<Fence> fence = Fencing.of(new Query(uri, limits));
    return CacheAnswers.read(
        key, fence.map(shown -> cache.get(key, shown)).orElseGet(() -> cache.get(key)));
  }

  @DELETE
  @Path("/{key: .+}")
  public CacheAnswers.DeletedAnswer delete(
      @Context UriInfo uri, @QueryParam("request_id") String requestId) {
    String key = Names.afterPath("/cache/", "key", uri, limits);
    Optional<String> id =
        Optional.ofNullable(requestId).map(text -> Names.check("request_id", text, limits));
    Optional<Fence> fence = Fencing.of(new Query(uri, limits));
    return CacheAnswers.deleted(key, cache.delete(new Delete(key, id, fence)));
  }

  private Put read(Body body) {
    return new Put(
        body.name("key"),
        body.anyJson("value"),
        body.optionalNumber("ttl_ms", 1, maxTtlMillis),
        body.optionalNumber("if_version", 0, 1L << 53),
        body.optionalName("request_id"),
        Fencing.of(body));
  }
}
