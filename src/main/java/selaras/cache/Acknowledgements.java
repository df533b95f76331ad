package selaras.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Strict writes of this node and who has not yet said that it serves nothing older. Thread-safe;
 * nobody waits in here. As many as there are strict writes under way.
 */
final class Acknowledgements {

  /** One change, and who has to say so; nobody knows at first. */
  final class Wait {
    private final int partition;
    private final long sequence;
    private final Set<String> heardFrom = new HashSet<>();
    private Optional<Set<String>> expected = Optional.empty();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> over = done.whenComplete((all, failure) -> remove(this));

    private Wait(int partition, long sequence) {
      this.partition = partition;
      this.sequence = sequence;
    }

    /** From now on it is known who has to. */
    void expect(Collection<String> nodes) {
      synchronized (waits) {
        expected = Optional.of(Set.copyOf(nodes));
      }
      completeIfAll();
    }

    /** Completed when all have, or by the caller when it takes too long. */
    CompletableFuture<Void> done() {
      return done;
    }

    /** Completed as {@link #done} is, and when this is forgotten. */
    CompletableFuture<Void> over() {
      return over;
    }

    private void completeIfAll() {
      boolean all;
      synchronized (waits) {
        all = expected.filter(heardFrom::containsAll).isPresent();
      }
      if (all) {
        done.complete(null);
      }
    }
  }

  private final List<Wait> waits = new ArrayList<>();

  /** To be called before anybody is asked. */
  Wait begin(int partition, long sequence) {
    Wait wait = new Wait(partition, sequence);
    synchronized (waits) {
      waits.add(wait);
    }
    return wait;
  }

  /** A node serves nothing older than that change of the partition. */
  void acknowledged(String node, int partition, long sequence) {
    List<Wait> concerned;
    synchronized (waits) {
      concerned =
          waits.stream()
              .filter(wait -> wait.partition == partition && wait.sequence <= sequence)
              .toList();
      concerned.forEach(wait -> wait.heardFrom.add(node));
    }
    concerned.forEach(Wait::completeIfAll);
  }

  int size() {
    synchronized (waits) {
      return waits.size();
    }
  }

  private void remove(Wait wait) {
    synchronized (waits) {
      waits.remove(wait);
    }
  }
}
