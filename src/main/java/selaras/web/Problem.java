package selaras.web;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A failure as the client sees it: RFC 9457 problem details plus {@code "success": false} and what
 * the client needs to act. Thrown by resources, answered by {@link ProblemMapper}.
 */
final class Problem extends RuntimeException {
  static final String MEDIA_TYPE = "application/problem+json";

  // one for all: each call of Json's own methods searches the jars of the server for a provider
  static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private final transient JsonObjectBuilder members = JSON.createObjectBuilder();
  private final int status;
  private final String title;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  private Problem(int status, String title, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    members
        .add("success", false)
        .add("type", "urn:selaras:problem:" + title.replace(' ', '-'))
        .add("title", title)
        .add("status", status)
        .add("detail", detail);
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  static Problem of(int status, String title, String detail) {
    return new Problem(status, title, detail);
  }

  /** 400 for a member of the request that is missing or wrong. */
  static Problem badMember(String member, String detail) {
    return of(400, "bad request", member + ": " + detail).with("member", member);
  }

  /** 413 for a member of the request that is over its size limit. */
  static Problem tooLarge(String member, long bytes, long limitBytes) {
    return of(413, "too large", member + ": " + bytes + " bytes; at most " + limitBytes)
        .with("member", member)
        .with("limit_bytes", limitBytes);
  }

  /** 503 of a node that takes no more calls; at once, since another node does. */
  static Problem nodeStops(String detail, boolean mayHaveBeenApplied) {
    return of(503, "node stops", detail)
        .with("may_have_been_applied", mayHaveBeenApplied)
        .retryAfter(1);
  }

  /** 503 of a node that takes no call yet. */
  static Problem nodeStarts() {
    return of(503, "node starts", "it will serve in a moment; another node may already")
        .with("may_have_been_applied", false)
        .retryAfter(1);
  }

  Problem with(String name, String value) {
    members.add(name, value);
    return this;
  }

  Problem with(String name, long value) {
    members.add(name, value);
    return this;
  }

  Problem with(String name, boolean value) {
    members.add(name, value);
    return this;
  }

  Problem with(String name, JsonValue value) {
    members.add(name, value);
    return this;
  }

  Problem retryAfter(int seconds) {
    return header("Retry-After", Integer.toString(seconds));
  }

  Problem header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Response toResponse() {
    var response = Response.status(status).type(MEDIA_TYPE).entity(members.build().toString());
    headers.forEach(response::header);
    return response.build();
  }

  /** For what is answered before it comes to a resource. */
  void writeTo(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    headers.forEach(response::setHeader);
    response.setContentType(MEDIA_TYPE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().write(members.build().toString());
  }
}
