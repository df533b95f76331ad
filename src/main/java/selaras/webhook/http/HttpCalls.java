package selaras.webhook.http;

import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import selaras.queue.Delivery;
import selaras.webhook.Webhook;
import selaras.webhook.WebhookCalls;

/**
 * Sends the text of a message, as it is, by POST. {@code X-Hub-Signature-256} has its HMAC-SHA-256
 * under the secret, in hexadecimal after {@code sha256=}, as GitHub and WebSub do it.
 *
 * <p>Thread-safe. Follows no redirection: the host was allowed, another one was not.
 */
public final class HttpCalls implements WebhookCalls, AutoCloseable {
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          4, Thread.ofPlatform().daemon().name("webhook-calls-", 1).factory());
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(threads)
          .build();

  @Override
  public CompletableFuture<Integer> call(Webhook webhook, Delivery delivery) {
    CompletableFuture<HttpResponse<Void>> response =
        client.sendAsync(request(webhook, delivery), BodyHandlers.discarding());
    // the time-out of the request ends with the headers of the answer; this one is for all of it
    return response
        .copy()
        .orTimeout(webhook.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> response.cancel(true))
        .thenApply(HttpResponse::statusCode);
  }

  private static HttpRequest request(Webhook webhook, Delivery delivery) {
    byte[] body = delivery.message().body().getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook.url())
            .timeout(webhook.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "Selaras")
            .header("Selaras-Queue", encoded(webhook.queue()))
            .header("Selaras-Message-Id", delivery.message().id())
            .header("Selaras-Deliveries", Integer.toString(delivery.deliveries()))
            .header("X-Hub-Signature-256", "sha256=" + signature(webhook.secret(), body))
            .POST(BodyPublishers.ofByteArray(body));
    delivery.message().key().ifPresent(key -> request.header("Selaras-Key", encoded(key)));
    return request.build();
  }

  /** A name may have characters that a header may not. */
  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String signature(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** Gives up the calls that are under way. */
  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}
