package selaras.web;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Answers and counts the requests that were not let in. Thread-safe. */
@Singleton
public class Refusals {
  /** There from the start, so that the first of each is a change that can be seen. */
  private static final List<Integer> STATUSES = List.of(401, 403, 413, 429);

  private final RequestLog log;
  private final Map<Integer, LongAdder> counts = new ConcurrentHashMap<>();

  @Inject
  Refusals(RequestLog log) {
    this.log = log;
    STATUSES.forEach(status -> counts.put(status, new LongAdder()));
  }

  void refuse(HttpServletRequest request, HttpServletResponse response, Problem why)
      throws IOException {
    counts.computeIfAbsent(why.status(), status -> new LongAdder()).increment();
    log.answered(request.getMethod(), loggable(request.getRequestURI()), why.status(), 0, false);
    why.writeTo(response);
  }

  /** Who has the id of a session can end it: it is in no log. */
  private static String loggable(String path) {
    return path.startsWith("/session/") ? "/session/{session_id}" : path;
  }

  /** By status, since the start of the node. */
  public Map<Integer, Long> counts() {
    Map<Integer, Long> all = new TreeMap<>();
    counts.forEach((status, count) -> all.put(status, count.sum()));
    return all;
  }
}
