package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import selaras.access.Role;
import selaras.consensus.Backup;
import selaras.consensus.Consensus;

/** For operators: what concerns the cluster as a whole. */
@ApplicationScoped
@Path("cluster")
public class ClusterResource {
  @Inject private Consensus consensus;

  /** All locks and sessions, as a file to keep. */
  @GET
  @Needs(Role.OPERATOR)
  @Path("backup")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public CompletionStage<Response> backup() {
    return consensus.backup().thenApply(ClusterResource::file);
  }

  private static Response file(Backup backup) {
    String name = "selaras-" + backup.index() + ".backup";
    return Response.ok(backup.bytes())
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .build();
  }
}
