package selaras.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * A queue with leases, which loses requests and answers, and answers late, as chance has it.
 * Thread-safe.
 *
 * @see #acknowledge
 */
final class QueueInMemory implements RemoteQueue {
  /** What becomes of a request to extend a lease; refused, because the lease has ended. */
  enum Extension {
    DONE,
    REFUSED,
    LOST
  }

  private record Held(int number, long end) {}

  private final PriorityQueue<Integer> ready = new PriorityQueue<>();
  private final Map<String, Held> held = new HashMap<>();
  private final Map<Integer, Integer> deliveries = new HashMap<>();
  private final Map<String, Boolean> answers = new HashMap<>();
  private final List<String> wronglyAcknowledged = new ArrayList<>();
  private final List<String> givenUp = new ArrayList<>();
  private final PassingTime time;
  private final Duration visibility;
  private final Chance chance;
  private final IntConsumer whenAsked;
  private final Predicate<String> isDone;
  private Duration wait = Duration.ZERO;
  private Extension extension = Extension.DONE;
  private int extensions;

  /**
   * @param time what its leases are counted in
   * @param whenAsked is told how many messages are asked for
   * @param isDone whether a message may be acknowledged
   */
  QueueInMemory(
      PassingTime time,
      Duration visibility,
      Chance chance,
      IntConsumer whenAsked,
      Predicate<String> isDone) {
    this.time = time;
    this.visibility = visibility;
    this.chance = chance;
    this.whenAsked = whenAsked;
    this.isDone = isDone;
  }

  synchronized void produce(int number) {
    ready.add(number);
  }

  synchronized boolean isEmpty() {
    return ready.isEmpty() && held.isEmpty();
  }

  synchronized List<String> wronglyAcknowledged() {
    return List.copyOf(wronglyAcknowledged);
  }

  /** From now on each consumer waits for so long. */
  synchronized void waits(Duration length) {
    wait = length;
  }

  synchronized void onExtend(Extension what) {
    extension = what;
  }

  /** How often it was asked to extend a lease. */
  synchronized int extensions() {
    return extensions;
  }

  /** How often a message was delivered at most. */
  synchronized int mostDeliveries() {
    return Collections.max(deliveries.values());
  }

  synchronized List<String> givenUp() {
    return List.copyOf(givenUp);
  }

  @Override
  public synchronized List<LeasedMessage> consume(int most) throws QueueUnavailableException {
    whenAsked.accept(most);
    maybeLost();
    time.pass(!ready.isEmpty() && chance.of(0.1) ? visibility : wait);
    long now = time.getAsLong();
    List<String> ended =
        held.keySet().stream().filter(receipt -> held.get(receipt).end() < now).toList();
    ended.forEach(receipt -> ready.add(held.remove(receipt).number()));
    List<LeasedMessage> batch = new ArrayList<>();
    while (batch.size() < most && !ready.isEmpty()) {
      batch.add(lease(ready.remove(), now));
    }
    maybeLost();
    return batch;
  }

  private LeasedMessage lease(int number, long now) {
    int count = deliveries.merge(number, 1, Integer::sum);
    String receipt = number + "." + count;
    held.put(receipt, new Held(number, now + visibility.toNanos()));
    return new LeasedMessage(
        new QueueMessage("queue", "" + number, Optional.empty(), "null", count), receipt);
  }

  @Override
  public synchronized boolean acknowledge(String receipt, String requestId)
      throws QueueUnavailableException {
    maybeLost();
    Boolean known = answers.get(requestId);
    boolean acknowledged = known != null ? known : held.containsKey(receipt);
    if (known == null && acknowledged) {
      String id = "" + held.remove(receipt).number();
      if (!isDone.test(id)) {
        wronglyAcknowledged.add(id);
      }
    }
    answers.put(requestId, acknowledged);
    maybeLost();
    return acknowledged;
  }

  @Override
  public synchronized void giveBack(String receipt, Duration delay)
      throws QueueUnavailableException {
    maybeLost();
    Held message = held.remove(receipt);
    if (message != null) {
      ready.add(message.number());
    }
  }

  @Override
  public synchronized void giveUp(String receipt) {
    Held message = held.remove(receipt);
    if (message != null) {
      givenUp.add("" + message.number());
    }
  }

  @Override
  public synchronized boolean extend(String receipt) throws QueueUnavailableException {
    extensions++;
    maybeLost();
    if (extension == Extension.LOST) {
      throw new QueueUnavailableException("lost on the way");
    }
    if (extension == Extension.REFUSED) {
      ready.add(held.remove(receipt).number());
    }
    long end = time.getAsLong() + visibility.toNanos();
    return held.computeIfPresent(receipt, (any, old) -> new Held(old.number(), end)) != null;
  }

  private void maybeLost() throws QueueUnavailableException {
    if (chance.of(0.05)) {
      throw new QueueUnavailableException("lost on the way");
    }
  }
}
