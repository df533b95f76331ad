package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OperationTest {
  @Test
  void of_resourceMethods_areNamedAsInTheDocuments() {
    assertThat(name(LocksResource.class, "acquirePermits")).contains("POST /semaphore/{name}");
    assertThat(name(LockViewsResource.class, "check"))
        .contains("GET /lock/{resource_id}/token/{token}");
    assertThat(name(CacheResource.class, "put")).contains("POST /cache");
    assertThat(name(StatusResource.class, "status")).contains("GET /status");
  }

  @Test
  void of_anyOtherMethod_isEmpty() {
    assertThat(name(Object.class, "toString")).isEmpty();
  }

  private static Optional<String> name(Class<?> type, String method) {
    Method found =
        Stream.of(type.getDeclaredMethods())
            .filter(candidate -> candidate.getName().equals(method))
            .findFirst()
            .orElseThrow();
    return Operation.of(found).map(Operation::toString);
  }
}
