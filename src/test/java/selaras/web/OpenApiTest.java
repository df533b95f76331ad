package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What {@code META-INF/openapi.yaml} says is what the resource methods serve, no less, no more. */
final class OpenApiTest {
  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete", "options");

  private final Map<String, Object> paths = object(read(), "paths");

  @Test
  void document_namesEveryResourceMethod_andNothingElse() {
    Set<String> documented = new TreeSet<>();
    forEachOperation((name, operation) -> documented.add(name));
    Set<String> served = served();
    assertThat(difference(served, documented))
        .as("to be described in src/main/resources/META-INF/openapi.yaml")
        .isEmpty();
    assertThat(difference(documented, served))
        .as("described in src/main/resources/META-INF/openapi.yaml, but served by nobody")
        .isEmpty();
  }

  @Test
  void document_saysWhichRoleEachOperationNeeds() {
    Map<String, Object> roles = new TreeMap<>();
    for (Method method : ResourceMethods.all()) {
      roles.put(
          Operation.of(method).orElseThrow().toString(),
          method.getAnnotation(Needs.class).value().word());
    }
    Map<String, Object> documented = new TreeMap<>();
    forEachOperation((name, operation) -> documented.put(name, operation.get("x-role")));
    assertThat(documented).isEqualTo(roles);
  }

  @Test
  void document_ofEachOperation_isComplete() {
    forEachOperation(
        (name, operation) -> {
          assertThat(operation).as(name).containsKeys("summary", "operationId", "tags");
          assertThat(object(operation, "responses"))
              .as(name)
              .containsKeys("200", "401", "403", "default");
          if (operation.containsKey("requestBody")) {
            Map<String, Object> json =
                object(object(object(operation, "requestBody"), "content"), "application/json");
            assertThat(json).as(name).containsKey("schema");
            assertThat(object(json, "examples")).as("examples of " + name).isNotEmpty();
          }
        });
  }

  private static Set<String> served() {
    return ResourceMethods.all().stream()
        .map(method -> Operation.of(method).orElseThrow().toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> difference(Set<String> all, Set<String> without) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(without);
    return rest;
  }

  private void forEachOperation(Look look) {
    for (String path : paths.keySet()) {
      Map<String, Object> item = object(paths, path);
      for (String method : item.keySet()) {
        if (METHODS.contains(method)) {
          look.at(
              new Operation(method.toUpperCase(Locale.ROOT), path).toString(),
              object(item, method));
        }
      }
    }
  }

  private static Map<String, Object> read() {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      return new Yaml().load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> parent, String member) {
    assertThat(parent).as(member).containsKey(member);
    return (Map<String, Object>) parent.get(member);
  }

  private interface Look {
    void at(String name, Map<String, Object> operation);
  }
}
