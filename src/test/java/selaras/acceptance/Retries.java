package selaras.acceptance;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** How often calls had to be sent again. Thread-safe. */
final class Retries {
  private final LongAdder calls = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final AtomicReference<List<String>> worst = new AtomicReference<>(List.of());

  /** A call has its outcome, after so many failures. */
  void ended(List<String> failures) {
    calls.increment();
    if (!failures.isEmpty()) {
      repeated.increment();
      worst.accumulateAndGet(
          List.copyOf(failures), (most, these) -> these.size() > most.size() ? these : most);
    }
  }

  long calls() {
    return calls.sum();
  }

  /** Calls that were sent more than once. */
  long repeated() {
    return repeated.sum();
  }

  /** The failures of the call that had most of them. */
  List<String> worst() {
    return worst.get();
  }
}
