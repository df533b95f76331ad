package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * What the clients of a queue ordered by key saw, and whether it can have been so. All times are of
 * the one clock of this JVM. Safe for use by many threads until it is checked.
 */
final class QueueBooks {
  /** A message that was acknowledged to its producer: the nth of its key. */
  record Stored(String key, int n, String id) {}

  /**
   * A delivery that a consumer got.
   *
   * @param askedAt when the consumer asked
   * @param gotAt when it had the answer
   */
  record Got(String id, String key, int n, int delivery, long askedAt, long gotAt) {}

  /** An acknowledgement whose outcome is known. */
  record Settled(String id, int delivery, boolean done, long askedAt, long answeredAt) {}

  /** A consumer that asked a node, was maybe given a message, and never learnt of it. */
  record Lost(int node) {}

  final ConcurrentLinkedQueue<Stored> stored = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<Got> got = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<Settled> settled = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<Lost> lost = new ConcurrentLinkedQueue<>();
  private final long leaseNanos;

  QueueBooks(long leaseNanos) {
    this.leaseNanos = leaseNanos;
  }

  boolean allSettled() {
    Set<String> done = done().keySet();
    return stored.stream().allMatch(message -> done.contains(message.id));
  }

  void check() {
    everyStoredMessageArrivedAsItself();
    everyRepetitionIsExplained();
    onlyTheLatestReceiptSettles();
    eachKeyIsInOrder();
  }

  String summary() {
    Map<String, List<Got>> byMessage = deliveries();
    long again = got.size() - byMessage.size();
    long refused = settled.stream().filter(it -> !it.done).count();
    return ("%d stored, %d delivered, %d of them again, %d more that nobody got with %d answers"
            + " lost, %d stale receipts refused")
        .formatted(stored.size(), got.size(), again, missing(), lost.size(), refused);
  }

  private void everyStoredMessageArrivedAsItself() {
    Map<String, List<Got>> byMessage = deliveries();
    for (Stored message : stored) {
      assertThat(byMessage).as("never arrived: " + message).containsKey(message.id);
      assertThat(byMessage.get(message.id))
          .allMatch(it -> it.key.equals(message.key) && it.n == message.n);
    }
    // nor is a message there twice under two ids
    Set<String> places = new TreeSet<>();
    for (List<Got> one : byMessage.values()) {
      assertThat(places.add(one.get(0).key + "/" + one.get(0).n))
          .as("stored twice: " + one)
          .isTrue();
    }
  }

  /**
   * The lease of the delivery before was over, or nobody ever got that one: then an answer was
   * lost, and each lost answer explains one such delivery.
   */
  private void everyRepetitionIsExplained() {
    for (List<Got> one : deliveries().values()) {
      for (int i = 0; i < one.size(); i++) {
        int before = i == 0 ? 0 : one.get(i - 1).delivery;
        int unseen = one.get(i).delivery - 1 - before;
        assertThat(unseen).as("same delivery twice: " + one).isGreaterThanOrEqualTo(0);
        if (unseen == 0 && i > 0) {
          assertThat(one.get(i).gotAt - one.get(i - 1).askedAt)
              .as("lease not over: " + one)
              .isGreaterThanOrEqualTo(leaseNanos);
        }
      }
    }
    assertThat(missing())
        .as("deliveries that nobody got; each takes an answer that was lost")
        .isLessThanOrEqualTo(lost.size());
  }

  /** How many deliveries nobody got that came before one that somebody did. */
  private int missing() {
    return deliveries().values().stream()
        .mapToInt(one -> one.get(one.size() - 1).delivery - one.size())
        .sum();
  }

  /** At most one receipt of a message did it, and no later delivery was ever made. */
  private void onlyTheLatestReceiptSettles() {
    Map<String, List<Got>> byMessage = deliveries();
    done()
        .forEach(
            (id, acks) -> {
              assertThat(acks).as("settled twice").hasSize(1);
              List<Got> one = byMessage.get(id);
              assertThat(one.get(one.size() - 1).delivery)
                  .as("settled by a stale receipt: " + one + acks)
                  .isEqualTo(acks.get(0).delivery);
            });
  }

  /** Nobody had a message of a key before the one before it was at least asked to be settled. */
  private void eachKeyIsInOrder() {
    Map<String, List<Settled>> done = done();
    Map<String, List<Got>> byKey = got.stream().collect(Collectors.groupingBy(Got::key));
    byKey.forEach(
        (key, all) -> {
          Map<Integer, Long> settledAt = new HashMap<>();
          all.stream()
              .filter(it -> done.containsKey(it.id))
              .forEach(it -> settledAt.put(it.n, done.get(it.id).get(0).askedAt));
          for (Got it : all) {
            if (it.n > 0) {
              assertThat(settledAt).as("overtook the one before it: " + it).containsKey(it.n - 1);
              assertThat(it.gotAt)
                  .as("overtook the one before it: " + it)
                  .isGreaterThan(settledAt.get(it.n - 1));
            }
          }
        });
  }

  private Map<String, List<Got>> deliveries() {
    Map<String, List<Got>> byMessage = new HashMap<>();
    got.forEach(it -> byMessage.computeIfAbsent(it.id, any -> new ArrayList<>()).add(it));
    byMessage.values().forEach(one -> one.sort(Comparator.comparingInt(Got::delivery)));
    return byMessage;
  }

  private Map<String, List<Settled>> done() {
    return settled.stream().filter(Settled::done).collect(Collectors.groupingBy(Settled::id));
  }
}
