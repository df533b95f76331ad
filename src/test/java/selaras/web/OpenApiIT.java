package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Following;
import selaras.testing.SingleNode;

/**
 * The document at {@code /openapi}: each of its examples is sent to a real node, is answered as a
 * success that is in it, and the answer has the members that the document promises and no other.
 *
 * <p>Before each there are: the lock of client1 on file1, its session, a message of orders under a
 * lease, an entry user:1001. Their ids take the place of those in the example.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
final class OpenApiIT {
  /** Those of a path in this order: what is deleted is not asked for any more. */
  private static final List<String> METHODS =
      List.of("get", "head", "post", "put", "patch", "options", "delete");

  private final Api api = SingleNode.api();
  private final OpenApi document = new OpenApi(json());

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  @Test
  void openapi_isTheDocument_inYamlAndJson() {
    assertThat(api.get(1, "/openapi").ok().text()).contains("/semaphore/{name}");
    assertThat(document.paths()).hasSizeGreaterThan(20);
  }

  @Test
  void docs_isAPageWithAllItNeeds() {
    assertThat(api.get(1, "/docs").status()).isEqualTo(302);
    assertThat(api.get(1, "/docs/").status()).isEqualTo(302);
    assertThat(api.get(1, "/docs/index.html").ok().text()).contains("swagger-ui-bundle.js");
    for (String file : List.of("docs.js", "swagger-ui.css", "swagger-ui-bundle.js")) {
      assertThat(api.get(1, "/docs/" + file).ok().text()).as(file).isNotBlank();
    }
    api.get(1, "/docs/none.html").problem(404);
  }

  @Test
  void examples_sentToANode_areAnsweredAsDocumented() {
    List<String> tried = new ArrayList<>();
    SoftAssertions all = new SoftAssertions();
    document
        .paths()
        .forEach(
            (path, item) ->
                METHODS.stream()
                    .filter(item.asJsonObject()::containsKey)
                    .forEach(
                        method ->
                            document
                                .examples(item.asJsonObject().getJsonObject(method))
                                .forEach(
                                    body -> {
                                      tried.add(method + " " + path);
                                      all.assertThatCode(
                                              () ->
                                                  attempt(method, path, item.asJsonObject(), body))
                                          .as(method + " " + path + " " + body)
                                          .doesNotThrowAnyException();
                                    })));
    all.assertAll();
    assertThat(tried).hasSizeGreaterThan(40);
  }

  private void attempt(String method, String path, JsonObject item, JsonValue body) {
    JsonObject operation = item.getJsonObject(method);
    Ids ids = prepare();
    String address = ids.replaceIn(address(path, document.parameters(item, operation)));
    if (document.isStream(operation)) {
      follow(address);
    } else {
      String text = body == JsonValue.NULL ? "" : body.toString();
      send(method, address, ids.replaceIn(text), operation);
    }
  }

  private void send(String method, String address, String body, JsonObject operation) {
    Answer answer = api.send(method.toUpperCase(Locale.ROOT), 1, address, "application/json", body);
    String what = method + " " + address + " " + body + ": " + answer.text();
    assertThat(operation.getJsonObject("responses")).as(what).containsKey("" + answer.status());
    assertThat(answer.status()).as(what).isBetween(200, 299);
    if (!method.equals("head") && !document.isFile(operation)) {
      Set<String> members = answer.json().keySet();
      assertThat(members).as(what).containsAll(document.required(operation));
      Set<String> unknown = new HashSet<>(members);
      unknown.removeAll(document.members(operation));
      assertThat(unknown).as("not in the document: " + what).isEmpty();
    }
  }

  private void follow(String address) {
    try (Following following = api.follow(1, address, "")) {
      assertThat(following).as(address).isNotNull();
    }
  }

  /** The path with its examples, and those parameters of the query that have one. */
  private static String address(String path, List<JsonObject> parameters) {
    String address = path;
    List<String> query = new ArrayList<>();
    for (JsonObject parameter : parameters) {
      if (parameter.containsKey("example")) {
        String name = parameter.getString("name");
        JsonValue example = parameter.get("example");
        String value =
            URLEncoder.encode(
                example instanceof JsonString text ? text.getString() : example.toString(),
                StandardCharsets.UTF_8);
        if (parameter.getString("in").equals("path")) {
          address = address.replace("{" + name + "}", value);
        } else {
          query.add(name + "=" + value);
        }
      }
    }
    return address
        + query.stream().collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
  }

  private Ids prepare() {
    // what an earlier example left of it could have more holds or another mode
    api.send("DELETE", 1, "/lock/page", "application/json", "");
    Answer lock = post("/lock", "{'resource_id':'file1','holder_id':'client1'}");
    Answer session = post("/session", "{'holder_id':'client2','ttl_ms':60000}");
    post("/queue/produce/orders", "{'message':1}");
    Answer message = api.get(1, "/queue/consume/orders").ok();
    post("/cache", "{'key':'user:1001','value':'John Doe'}");
    // refused for a moment when it has just been deleted, after which no example needs it
    api.send("PUT", 1, "/queue/invoices", "application/json", "{}");
    String webhook = "{\"url\":\"https://hooks.example.com/\"}";
    api.send("PUT", 1, "/queue/bills/webhook", "application/json", webhook).ok();
    return new Ids(lock.string("lock_id"), session.string("session_id"), message.string("receipt"));
  }

  private Answer post(String path, String json) {
    return api.post(1, path, json.replace('\'', '"')).ok();
  }

  private String json() {
    return api.get(1, "/openapi?format=JSON").ok().text();
  }

  /** What the node gave out for this example. */
  private record Ids(String lockId, String sessionId, String receipt) {
    String replaceIn(String text) {
      return text.replaceAll("(\"lock_id\":\")[^\"]*", "$1" + lockId)
          .replaceAll("(\"session_id\":\")[^\"]*", "$1" + sessionId)
          .replaceAll("(/session/)[0-9a-f]+", "$1" + sessionId)
          .replaceAll("(\"receipts?\":\\[?\")[^\"]*", "$1" + receipt)
          .replaceAll("(\"http_port\":)\\d+", "$1" + SingleNode.httpPort())
          .replaceAll("(\"raft_port\":)\\d+", "$1" + (SingleNode.httpPort() + 1));
    }
  }
}
