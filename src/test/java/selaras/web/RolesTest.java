package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.access.Role;

/** Which role each resource method needs. */
final class RolesTest {
  private final List<Method> methods = ResourceMethods.all();

  @Test
  void resourceMethods_allSayWhichRoleTheyNeed() {
    assertThat(methods).hasSizeGreaterThan(30);
    assertThat(methods.stream().filter(method -> method.getAnnotation(Needs.class) == null))
        .as("to be annotated with @Needs")
        .isEmpty();
  }

  @Test
  void resourceMethods_thatChangeSomething_areNotForReaders() {
    assertThat(methods)
        .filteredOn(method -> needed(method) == Role.READER)
        .map(method -> Operation.of(method).orElseThrow())
        .allMatch(
            operation ->
                List.of("GET", "HEAD").contains(operation.method())
                    || operation.path().equals("/cache/get"));
    assertThat(methods).noneMatch(method -> needed(method) == Role.NONE);
  }

  private static Role needed(Method method) {
    return method.getAnnotation(Needs.class).value();
  }
}
