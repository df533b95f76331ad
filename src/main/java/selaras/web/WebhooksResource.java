package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import selaras.access.Role;
import selaras.queue.Partition;
import selaras.queue.Placement;
import selaras.webhook.AllowedHosts;
import selaras.webhook.PutWebhook;
import selaras.webhook.Webhook;
import selaras.webhook.WebhookLimits;
import selaras.webhook.Webhooks;

/**
 * Where the messages of a queue are sent. A queue that is named like a verb has no webhook, so that
 * a queue may be named webhook.
 */
@Path("/queue")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class WebhooksResource {
  /** Not where a verb stands for a queue: that queue is called "webhook". */
  private static final String PATH =
      "/{queue: (?!(?:produce|consume|subscribe|ack|nack|extend|stats|peek|dead|redrive|purge)/webhook$).+}/webhook";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;

  @Inject private Webhooks webhooks;
  @Inject private Placement placement;
  @Inject private AllowedHosts hosts;
  @Inject private WebhookLimits limits;
  @Inject private Limits api;
  @Inject private Callers callers;

  /**
   * A webhook as it is shown.
   *
   * @param secret only in the answer to the call that made it
   * @param owner the node that sends
   */
  public record WebhookAnswer(
      boolean success,
      String queue,
      String url,
      int maxInFlight,
      long timeoutMs,
      String secret,
      String owner) {}

  /** What is gone. */
  public record RemovedAnswer(boolean success, String queue) {}

  /** A secret that is not named stays as it was, or is drawn. */
  @PUT
  @Path(PATH)
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  public WebhookAnswer put(@Context UriInfo uri, Body body) {
    String queue = name(uri);
    Optional<String> named = body.optionalName("secret");
    String secret = named.orElseGet(WebhooksResource::newSecret);
    Webhook webhook = WebhookRequests.webhook(queue, body, secret, limits, hosts);
    Optional<String> requestId = Own.requestId(body, callers.current());
    PutWebhook.Done done =
        webhooks
            .put(new PutWebhook(webhook, named.isEmpty(), requestId))
            .orElseThrow(
                () -> QueueAnswers.full("too many webhooks", "webhooks", limits.webhooksMax()));
    return answer(done.webhook(), done.isSecretNew() ? done.webhook().secret() : null);
  }

  @GET
  @Path(PATH)
  @Needs(Role.OPERATOR)
  public WebhookAnswer get(@Context UriInfo uri) {
    return webhooks
        .get(name(uri))
        .map(webhook -> answer(webhook, null))
        .orElseThrow(WebhooksResource::none);
  }

  /** Calls that are under way end. */
  @DELETE
  @Path(PATH)
  @Needs(Role.OPERATOR)
  public RemovedAnswer remove(@Context UriInfo uri) {
    String queue = name(uri);
    if (!webhooks.remove(queue, Own.requestId(new Query(uri, api), callers.current()))) {
      throw none();
    }
    return new RemovedAnswer(true, queue);
  }

  private WebhookAnswer answer(Webhook webhook, String secret) {
    return new WebhookAnswer(
        true,
        webhook.queue(),
        webhook.url().toString(),
        webhook.maxInFlight(),
        webhook.timeout().toMillis(),
        secret,
        placement.ownerOf(new Partition(webhook.queue(), 0)).value());
  }

  private static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Problem none() {
    return Problem.of(404, "not found", "the queue has no webhook");
  }

  private String name(UriInfo uri) {
    return Names.between("/queue/", "/webhook", "queue", uri, api);
  }
}
