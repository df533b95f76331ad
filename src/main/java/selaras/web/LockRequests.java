package selaras.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import selaras.access.Caller;
import selaras.lock.LockMode;
import selaras.lock.LockSettings;
import selaras.lock.Locks;
import selaras.lock.Terms;
import selaras.lock.Want;

/** Reads what is asked of the lock table from bodies and query strings; a wrong one is a 400. */
final class LockRequests {
  private static final int MOST_PERMITS = 1_000_000;
  private static final String SESSION_ID = "session_id";
  private static final String HOLDER_ID = "holder_id";

  private LockRequests() {}

  static Want want(Body body) {
    String resource = body.name("resource_id");
    LockMode mode =
        LockMode.valueOf(
            body.choice("lock_type", "exclusive", "exclusive", "shared").toUpperCase(Locale.ROOT));
    return mode == LockMode.SHARED ? Want.shared(resource) : Want.exclusive(resource);
  }

  /** Several resources, each named once. */
  static List<Want> wants(Body body, LockSettings settings) {
    List<Want> wants =
        body.objects("resources", settings.maxWants()).stream().map(LockRequests::want).toList();
    if (wants.stream().map(Want::resource).distinct().count() < wants.size()) {
      throw Problem.badMember("resources", "must not name a resource twice");
    }
    return wants;
  }

  static Want permits(String name, Body body) {
    int permits =
        (int)
            body.optionalNumber("permits", 1, MOST_PERMITS)
                .orElseThrow(() -> Problem.badMember("permits", "is required"));
    return Want.permits(name, (int) body.number("count", 1, 1, permits), permits);
  }

  static Terms terms(Body body, LockSettings settings, Caller caller) {
    return new Terms(
        lease(body, settings).toMillis(),
        body.number("wait_ms", 0, 0, settings.maxWait().toMillis()),
        body.number("delay_ms", 0, 0, settings.maxDelay().toMillis()),
        body.flag("reentrant", false),
        sessionId(body, caller));
  }

  private static String sessionId(Body body, Caller caller) {
    Optional<String> id = body.optionalName(SESSION_ID);
    id.ifPresent(given -> Own.check(SESSION_ID, given, caller));
    return id.orElse("");
  }

  /** The id of a lock of the caller. */
  static String lockId(Body body, Caller caller) {
    String id = body.name("lock_id");
    Own.check("lock_id", id, caller);
    return id;
  }

  /** Who asks; whoever names a session need not say it again. */
  static String holder(Body body, Caller caller) {
    return body.has(SESSION_ID) && !body.has(HOLDER_ID) ? "" : holderId(body, caller);
  }

  static String holderId(Body body, Caller caller) {
    return caller.owner().scope(body.name(HOLDER_ID));
  }

  static Duration lease(Body body, LockSettings settings) {
    return Duration.ofMillis(
        body.number(
            "ttl_ms", settings.defaultLease().toMillis(), 1, settings.maxLease().toMillis()));
  }

  static String requestId(Body body, Caller caller) {
    return Own.requestId(body, caller).orElse("");
  }

  static String requestId(Query query, Caller caller) {
    return Own.requestId(query, caller).orElse("");
  }

  static Locks.Consistency consistency(Query query) {
    String word = query.choice("consistency", "linearizable", "linearizable", "local");
    return Stream.of(Locks.Consistency.values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow();
  }
}
