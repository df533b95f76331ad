package selaras.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import selaras.webhook.AllowedHosts;
import selaras.webhook.Webhook;
import selaras.webhook.WebhookLimits;

/** Reads webhooks from bodies; a wrong one is a 400. */
final class WebhookRequests {
  private WebhookRequests() {}

  static Webhook webhook(
      String queue, Body body, String secret, WebhookLimits limits, AllowedHosts hosts) {
    long timeout =
        body.number("timeout_ms", limits.timeout().toMillis(), 1, limits.timeoutMax().toMillis());
    return new Webhook(
        queue,
        url(body.name("url"), hosts),
        secret,
        (int) body.number("max_in_flight", limits.inFlight(), 1, limits.inFlightMax()),
        Duration.ofMillis(timeout));
  }

  private static URI url(String text, AllowedHosts hosts) {
    URI url = parse(text);
    boolean isHttp =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!isHttp || url.getHost() == null) {
      throw Problem.badMember("url", "must be http://host... or https://host...");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw Problem.badMember("url", "must have neither a user nor a fragment");
    }
    if (!hosts.allows(url)) {
      throw Problem.badMember(
          "url", "queue.webhook.hosts of this cluster does not allow " + url.getHost());
    }
    return url;
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw Problem.badMember("url", "is no URL");
    }
  }
}
