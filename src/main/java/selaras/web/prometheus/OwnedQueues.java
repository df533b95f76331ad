package selaras.web.prometheus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import selaras.queue.Housekeeper;
import selaras.queue.Partition;
import selaras.queue.QueueBusyException;
import selaras.queue.QueueDesk;
import selaras.queue.QueueStats;
import selaras.store.StoreUnavailableException;

/**
 * The figures of the queues that this node owns, the first of them by name up to a number. Read
 * from the store at a scrape, and again only after a while, so that scraping costs the store little
 * however often it is done; what the store cannot tell is not shown.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class OwnedQueues {
  @Inject private QueueDesk queues;
  @Inject private Housekeeper housekeeper;

  @Inject
  @ConfigProperty(name = "metrics.queues.max")
  private int max;

  @Inject
  @ConfigProperty(name = "metrics.queues.max_age_ms")
  private long maxAgeMillis;

  private Map<String, QueueStats> stats = Map.of();
  private int unmeasured;
  private long readAtNanos;
  private boolean read;

  int partitions() {
    return housekeeper.owned().size();
  }

  synchronized int unmeasured() {
    refresh();
    return unmeasured;
  }

  /** By the name of the queue; of the partitions owned here alone. */
  synchronized Map<String, QueueStats> stats() {
    refresh();
    return stats;
  }

  private void refresh() {
    long now = System.nanoTime();
    if (read && now - readAtNanos < maxAgeMillis * 1_000_000) {
      return;
    }
    read = true;
    SortedMap<String, List<Partition>> owned =
        housekeeper.owned().stream()
            .collect(Collectors.groupingBy(Partition::queue, TreeMap::new, Collectors.toList()));
    unmeasured = Math.max(0, owned.size() - max);
    try {
      Map<String, QueueStats> told = new HashMap<>();
      owned.entrySet().stream()
          .limit(max)
          .forEach(queue -> sum(queue.getValue()).ifPresent(sum -> told.put(queue.getKey(), sum)));
      stats = told;
    } catch (StoreUnavailableException e) {
      stats = Map.of();
    }
    readAtNanos = System.nanoTime();
  }

  /** Empty for a queue that is too busy to tell. */
  private Optional<QueueStats> sum(List<Partition> partitions) {
    try {
      return partitions.stream().map(queues::stats).reduce(QueueStats::plus);
    } catch (QueueBusyException e) {
      return Optional.empty();
    }
  }
}
