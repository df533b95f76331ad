package selaras.web;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An operation of the API: what one resource method serves.
 *
 * @param method of HTTP
 * @param path as in the API's documents, such as {@code /lock/{resource_id}}
 */
public record Operation(String method, String path) {

  /** The operation that a method serves; empty for a method that serves none. */
  public static Optional<Operation> of(Method method) {
    return Stream.of(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(http -> http != null)
        .findFirst()
        .map(http -> new Operation(http.value(), path(method)));
  }

  private static String path(Method method) {
    String path = "/" + text(method.getDeclaringClass().getAnnotation(Path.class));
    path += "/" + text(method.getAnnotation(Path.class));
    String plain = path.replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}").replaceAll("/+", "/");
    return plain.length() > 1 && plain.endsWith("/")
        ? plain.substring(0, plain.length() - 1)
        : plain;
  }

  private static String text(Path path) {
    return path == null ? "" : path.value();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
