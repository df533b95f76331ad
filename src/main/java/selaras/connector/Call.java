package selaras.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * A request that any node can be sent.
 *
 * @param path with the query, encoded
 * @param body JSON; empty: a GET
 */
record Call(String path, String body) {
  static Call get(String verb, String queue, String query) {
    return new Call("/queue/" + verb + "/" + encoded(queue) + "?" + query, "");
  }

  static Call post(String verb, String queue, String body) {
    return new Call("/queue/" + verb + "/" + encoded(queue), body);
  }

  HttpRequest.Builder at(URI node) {
    String base = node.toString();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path));
    return body.isEmpty()
        ? request
        : request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
  }

  /** With its slashes encoded, since the name is one segment of the path: a bare one is a 404. */
  private static String encoded(String queue) {
    return URLEncoder.encode(queue, UTF_8).replace("+", "%20");
  }
}
