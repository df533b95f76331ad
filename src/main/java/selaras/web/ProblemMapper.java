package selaras.web;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.consensus.ConsensusException;
import selaras.queue.QueueBusyException;
import selaras.store.StoreUnavailableException;

/** Turns every failure into a problem document; no stack trace and no HTML leaves the node. */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return toResponse(wrapped.getCause());
    }
    return problem(failure).toResponse();
  }

  private static Problem problem(Throwable failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case StoreUnavailableException e ->
          Problem.of(503, "redis unavailable", e.getMessage())
              .with("may_have_been_applied", e.mayHaveHappened())
              .retryAfter(1);
      case QueueBusyException e -> Problem.of(429, "queue busy", e.getMessage()).retryAfter(1);
      case ConsensusException.Overloaded e ->
          Problem.of(429, "too many commands", e.getMessage()).retryAfter(1);
      case ConsensusException.NodeStops e -> Problem.nodeStops(e.getMessage(), e.mayHaveHappened());
      case ConsensusException e ->
          Problem.of(503, "no quorum", e.getMessage())
              .with("may_have_been_applied", e.mayHaveHappened())
              .retryAfter(1);
      case CancellationException e ->
          Problem.of(
              499, "client closed request", "the client sends no more, so this was given up");
      case WebApplicationException e -> ofStatus(e.getResponse());
      default -> unexpected(failure);
    };
  }

  private static Problem ofStatus(Response response) {
    int status = response.getStatus();
    return switch (status) {
      case 404 -> Problem.of(404, "not found", "no such path");
      case 405 -> Problem.of(405, "method not allowed", "this path has no such method");
      case 406 ->
          Problem.of(406, "not acceptable", "no answer of this path has a type that is accepted");
      case 415 -> Problem.of(415, "unsupported media type", "send application/json");
      default -> {
        String reason = response.getStatusInfo().getReasonPhrase().toLowerCase(Locale.ROOT);
        yield Problem.of(status, reason, reason);
      }
    };
  }

  private static Problem unexpected(Throwable failure) {
    String incident = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, "incident " + incident, failure);
    return Problem.of(500, "internal error", "the node's log has more under this incident")
        .with("incident", incident);
  }
}
