package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import selaras.access.Caller;
import selaras.access.Role;
import selaras.access.Tokens.Proof;

/** Who is let in, by what the request is for, where it is from, and what it shows. */
final class DoorTest {
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "192.0.2.7";

  private final Door local = new OpenDoor(false, Set.of("nickname"));
  private final Door toAll = new OpenDoor(true, Set.of("node-1", "node-2"));
  private final Door guarded = new BearerDoor(DoorTest::find);

  private static Optional<Proof> find(String token) {
    return Optional.of(token)
        .filter(known -> !known.startsWith("bad"))
        .map(known -> new Proof(new Caller(known, role(known)), Long.MAX_VALUE));
  }

  private static Role role(String token) {
    return token.equals("none") ? Role.NONE : Role.READER;
  }

  @Test
  void surface_pathInAnotherWriting_isTheApi() {
    for (String page : List.of("/docs", "/docs/", "/docs/a.js", "/openapi", "/console/x/y")) {
      assertThat(surface(page)).as(page).isEqualTo(Surface.PAGE);
    }
    for (String probe : List.of("/health", "/health/live")) {
      assertThat(surface(probe)).as(probe).isEqualTo(Surface.PROBE);
    }
    for (String path :
        List.of(
            "/",
            "/lock",
            "/metrics",
            "/healthy",
            "/docs2",
            "/openapi/x",
            "/health/../lock",
            "/health/..%2flock",
            "/docs/%2e%2e/lock",
            "/docs;x/",
            "/docs//a",
            "//docs")) {
      assertThat(surface(path)).as(path).isEqualTo(Surface.API);
    }
  }

  @Test
  void openDoor_servesThisMachineAlone_unlessToldOtherwise() {
    letsIn(local, request("/lock", HERE, Map.of("Host", "localhost:8001")));
    letsIn(local, request("/lock", "0:0:0:0:0:0:0:1", Map.of("Host", "[::1]:8001")));
    letsIn(local, request("/lock", HERE, Map.of()));
    letsIn(local, request("/health/ready", ELSEWHERE, Map.of("Host", "node-1")));
    refuses(403, local, request("/lock", ELSEWHERE, Map.of("Host", "localhost")));
    refuses(403, local, request("/lock", "0:0:0:0:0:0:0:1f", Map.of("Host", "localhost")));
    refuses(403, local, request("/docs/", ELSEWHERE, Map.of("Host", "localhost")));
    letsIn(toAll, request("/lock", ELSEWHERE, Map.of("Host", "node-1:8001")));
  }

  @Test
  void openDoor_whatAPageOfElsewhereSends_isRefused() {
    for (String host : List.of("evil.example.com", "127.evil.example.com", "localhost.evil.com")) {
      refuses(403, local, request("/lock", HERE, Map.of("Host", host)));
      refuses(403, toAll, request("/lock", HERE, Map.of("Host", host)));
    }
    Map<String, String> cross = Map.of("Host", "localhost", "Sec-Fetch-Site", "cross-site");
    refuses(403, local, request("/queue/consume/orders", HERE, cross));
    refuses(403, toAll, request("/queue/consume/orders", HERE, cross));
    letsIn(local, request("/docs/", HERE, cross));
  }

  @Test
  void openDoor_toOthers_isKnownByAddressesAndByTheNamesItWasTold() {
    for (String host :
        List.of(
            "localhost:8001",
            "LocalHost",
            "127.0.0.1:8001",
            "192.0.2.7",
            "[::1]:8001",
            "[2001:db8::7]",
            "node-1:8001",
            "NODE-2")) {
      letsIn(toAll, request("/lock", ELSEWHERE, Map.of("Host", host)));
    }
    letsIn(toAll, request("/lock", ELSEWHERE, Map.of()));
    letsIn(toAll, request("/health/ready", ELSEWHERE, Map.of("Host", "evil.example.com")));
    for (String host :
        List.of(
            "",
            "node-3",
            "node-1.evil.example.com",
            "node-1:8001.evil.example.com",
            "192.0.2.7.evil.example.com",
            "[::1].evil.example.com",
            "[evil.example.com]",
            "localhost.")) {
      refuses(403, toAll, request("/lock", ELSEWHERE, Map.of("Host", host)));
      refuses(403, toAll, request("/console/", ELSEWHERE, Map.of("Host", host)));
    }
  }

  @Test
  void openDoor_ofThisMachine_isKnownByLoopbackAddressesAlone_andByTheNamesItWasTold() {
    letsIn(local, request("/lock", HERE, Map.of("Host", "nickname:8001")));
    letsIn(local, request("/lock", HERE, Map.of("Host", "127.0.0.2")));
    for (String host : List.of("192.0.2.7", "[2001:db8::7]:8001", "node-1")) {
      refuses(403, local, request("/lock", HERE, Map.of("Host", host)));
    }
  }

  @Test
  void bearerDoor_needsATokenThatIsGood() {
    refuses(401, guarded, request("/lock", HERE, Map.of()));
    refuses(401, guarded, request("/metrics", HERE, Map.of()));
    for (String shown : List.of("alice", "Basic alice", "Bearer", "Bearer bad", "bearer  bad ")) {
      refuses(401, guarded, request("/lock", HERE, Map.of("Authorization", shown)));
    }
    refuses(403, guarded, request("/lock", HERE, Map.of("Authorization", "Bearer none")));
    for (String shown : List.of("Bearer alice", "bearer alice", "BEARER  alice ")) {
      assertThat(admit(guarded, request("/lock", ELSEWHERE, Map.of("Authorization", shown))))
          .hasValue(new Caller("alice", Role.READER));
    }
  }

  @Test
  void bearerDoor_pagesAndProbes_areForAnybody_whoIsThenNobody() {
    for (String path : List.of("/health", "/docs/index.html", "/openapi", "/console/")) {
      assertThat(admit(guarded, request(path, ELSEWHERE, Map.of()))).as(path).isEmpty();
    }
    Map<String, String> good = Map.of("Authorization", "Bearer alice");
    assertThat(admit(guarded, request("/console/data", HERE, good))).isPresent();
  }

  private static void letsIn(Door door, HttpServletRequest request) {
    assertThat(admit(door, request)).hasValue(Caller.ANYBODY);
  }

  private static void refuses(int status, Door door, HttpServletRequest request) {
    assertThatThrownBy(() -> admit(door, request))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
  }

  private static Optional<Caller> admit(Door door, HttpServletRequest request) {
    return door.admit(request, Surface.of(request));
  }

  private static Surface surface(String path) {
    return Surface.of(request(path, HERE, Map.of()));
  }

  private static HttpServletRequest request(
      String path, String address, Map<String, String> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            DoorTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getRequestURI" -> path;
                  case "getRemoteAddr" -> address;
                  case "getHeader" -> headers.get(args[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
