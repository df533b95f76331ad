package selaras.web.prometheus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import selaras.lock.LockCounters;
import selaras.lock.LockSizes;
import selaras.lock.LockViews;
import selaras.lock.ReplicatedLocks;

/** The lock table as this node's copy has it, and what the leader has counted. */
@ApplicationScoped
class LockFigures implements FigureSource {
  @Inject private Instance<ReplicatedLocks> locks;
  @Inject private Instance<LockCounters> counters;

  @Override
  public void describe(Figures figures) {
    figures.gauge(
        "selaras_lock_held",
        "Locks held in the cluster, as this node knows it.",
        () -> sizes().locks());
    figures.gauge(
        "selaras_lock_waiting", "Calls in the queues of all locks.", () -> sizes().waiters());
    figures.gauge("selaras_lock_sessions", "Open sessions.", () -> sizes().sessions());
    figures.gauge(
        "selaras_lock_resources",
        "Resources that somebody holds, waits for or is kept from.",
        () -> sizes().resources());
    figures.gauge(
        "selaras_lock_table_bytes",
        "About what the lock table takes of the heap, remembered answers included.",
        () -> locks.get().footprint());
    figures.counter(
        "selaras_lock_events",
        "What happened to locks, counted by the node that led.",
        "event",
        this::events);
  }

  private LockSizes sizes() {
    return locks.get().look(LockViews::sizes);
  }

  private Map<String, Double> events() {
    LockCounters.Counts counts = counters.get().counts();
    return Map.of(
        "granted", (double) counts.granted(),
        "queued", (double) counts.queued(),
        "released", (double) counts.released(),
        "expired", (double) counts.expired(),
        "forced", (double) counts.forced(),
        "refused", (double) counts.refused(),
        "deadlock", (double) counts.deadlocks());
  }
}
