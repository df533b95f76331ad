package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import selaras.access.Caller;
import selaras.access.Role;
import selaras.answers.Completions;
import selaras.cache.CoherentCache;
import selaras.cache.Delete;
import selaras.cache.Put;
import selaras.cache.ReadOutcome;
import selaras.store.Fence;

/**
 * The coherent cache. A key may contain slashes, encoded or not. The keys {@code stats} and {@code
 * entries} cannot be read by their paths, which are those of the statistics and the listing, but in
 * a batch. Every call on a key takes a {@linkplain Fencing fence}, which needs a client.
 */
@ApplicationScoped
@Path("/cache")
@Produces(MediaType.APPLICATION_JSON)
public class CacheResource {
  private static final String CONSISTENCY = "consistency";
  private static final String STRICT = "strict";
  private static final String DEFAULT = "default";

  @Inject private CoherentCache cache;
  @Inject private Callers callers;
  @Inject private CacheLimits bounds;
  @Inject private Completions completions;
  @Inject private Limits limits;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.CLIENT)
  public Object put(Body body) {
    Put put = CacheRequests.put(body, bounds, callers.current());
    if (!isStrict(body.choice(CONSISTENCY, DEFAULT, DEFAULT, STRICT))) {
      return Later.unlessDone(
          cache.put(put).thenApply(outcome -> CacheAnswers.written(put, outcome)));
    }
    bounds.checkStrictWaits(cache.strictWaiting());
    return cache
        .putStrictly(put)
        .thenApplyAsync(outcome -> CacheAnswers.written(put, outcome), completions);
  }

  /** Several keys at once; each is as if it had been read alone. */
  @POST
  @Path("/get")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.READER)
  public Object getAll(Body body) {
    List<String> keys = body.names("keys", bounds.batch());
    boolean strict = isStrict(body.choice(CONSISTENCY, DEFAULT, DEFAULT, STRICT));
    int chars = bounds.batchChars();
    var outcomes = strict ? cache.getAllStrictly(keys, chars) : cache.getAll(keys, chars);
    return Later.unlessDone(outcomes.thenApply(those -> CacheAnswers.batch(keys, those)));
  }

  @GET
  @Path("/stats")
  @Needs(Role.READER)
  public CacheAnswers.Stats stats() {
    return new CacheAnswers.Stats(true, cache.stats());
  }

  /** For operators: what this node has. */
  @GET
  @Path("/entries")
  @Needs(Role.OPERATOR)
  public CacheAnswers.EntriesAnswer entries(@Context UriInfo uri) {
    Query query = new Query(uri, limits);
    int limit = (int) query.number("limit", bounds.batch(), 1, bounds.batch());
    String after = query.optionalName("after").orElse("");
    return CacheAnswers.entries(cache.entries(after, limit));
  }

  @GET
  @Path("/{key: .+}")
  @Needs(Role.READER)
  public Object get(@Context UriInfo uri) {
    String key = Names.afterPath("/cache/", "key", uri, limits);
    return Later.unlessDone(
        read(key, new Query(uri, limits)).thenApply(outcome -> CacheAnswers.read(key, outcome)));
  }

  private CompletableFuture<ReadOutcome> read(String key, Query query) {
    boolean strict = isStrict(query);
    Optional<Fence> fence = Fencing.of(query, callers.current());
    if (fence.isPresent()) {
      return cache.get(key, fence.get());
    }
    return strict ? cache.getStrictly(key) : cache.get(key);
  }

  @DELETE
  @Path("/{key: .+}")
  @Needs(Role.CLIENT)
  public Object delete(@Context UriInfo uri) {
    String key = Names.afterPath("/cache/", "key", uri, limits);
    Query query = new Query(uri, limits);
    Caller caller = callers.current();
    Delete delete = new Delete(key, Own.requestId(query, caller), Fencing.of(query, caller));
    if (!isStrict(query)) {
      return Later.unlessDone(
          cache.delete(delete).thenApply(outcome -> CacheAnswers.deleted(key, outcome)));
    }
    bounds.checkStrictWaits(cache.strictWaiting());
    return cache
        .deleteStrictly(delete)
        .thenApplyAsync(outcome -> CacheAnswers.deleted(key, outcome), completions);
  }

  private static boolean isStrict(Query query) {
    return isStrict(query.choice(CONSISTENCY, DEFAULT, DEFAULT, STRICT));
  }

  private static boolean isStrict(String consistency) {
    return consistency.equals(STRICT);
  }
}
