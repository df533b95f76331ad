package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import selaras.access.Role;
import selaras.cluster.NodeId;
import selaras.cluster.Peer;
import selaras.consensus.Membership;
import selaras.consensus.MembershipOutcome;
import selaras.consensus.MembershipOutcome.Changed;
import selaras.consensus.MembershipOutcome.Refused;

/** For operators: which nodes make up the cluster. */
@ApplicationScoped
@Path("cluster/members")
@Produces(MediaType.APPLICATION_JSON)
public class MembersResource {
  private static final int MOST_PORTS = 65_535;

  @Inject private Membership membership;

  /** As this node knows them, whatever is down. */
  @GET
  @Needs(Role.OPERATOR)
  public Members members() {
    return new Members(membership.members(), membership.isChanging());
  }

  @PUT
  @Path("{node_id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  public CompletionStage<Response> add(@PathParam("node_id") String nodeId, Body body) {
    return membership.add(peer(id(nodeId), body)).thenApply(MembersResource::answer);
  }

  /** A node that is no member is no error: it is as was asked for. */
  @DELETE
  @Path("{node_id}")
  @Needs(Role.OPERATOR)
  public CompletionStage<Response> remove(@PathParam("node_id") String nodeId) {
    return membership.remove(id(nodeId)).thenApply(MembersResource::answer);
  }

  private static NodeId id(String nodeId) {
    try {
      return new NodeId(nodeId);
    } catch (IllegalArgumentException e) {
      throw Problem.badMember("node_id", "1 to 64 letters, digits, dots, dashes or underscores");
    }
  }

  private static Peer peer(NodeId id, Body body) {
    String host = body.name("host");
    if (!host.matches("[A-Za-z0-9._-]+")) {
      throw Problem.badMember("host", "must be a name or an IPv4 address");
    }
    return new Peer(id, host, port("http_port", body), port("raft_port", body));
  }

  private static int port(String member, Body body) {
    return (int)
        body.optionalNumber(member, 1, MOST_PORTS)
            .orElseThrow(() -> Problem.badMember(member, "is required"));
  }

  private static Response answer(MembershipOutcome outcome) {
    return switch (outcome) {
      case Changed changed -> Response.ok(new Members(changed.members(), false)).build();
      case Refused refused -> {
        String title = refused.why().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        yield Problem.of(409, title, refused.detail()).toResponse();
      }
    };
  }

  /** The answer: who decides, and whether a change of that is not complete. */
  public record Members(boolean success, List<Member> members, boolean changing) {
    private Members(List<Peer> members, boolean changing) {
      this(true, members.stream().map(Member::new).toList(), changing);
    }
  }

  /** One member, and where it is found. */
  public record Member(String nodeId, String host, int httpPort, int raftPort) {
    private Member(Peer peer) {
      this(peer.id().value(), peer.host(), peer.httpPort(), peer.raftPort());
    }
  }
}
