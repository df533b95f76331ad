package selaras.queue.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The queue as simply as it can be said: a list of messages that change their state. Time is not in
 * it: a lease or delay that is to end has ended when the next verb comes.
 */
final class ModelQueue {
  enum State {
    READY,
    LEASED,
    /** Its lease or delay is over, but nobody has looked since. */
    DUE,
    DEAD,
    GONE
  }

  /** A message, in the order of production. */
  static final class Item {
    final String body;
    final String key;
    final Optional<String> dedupId;
    State state = State.READY;
    int deliveries;
    boolean rejected;

    /** The text of the receipt that holds, or null. */
    String receipt;

    Item(String body, String key, Optional<String> dedupId) {
      this.body = body;
      this.key = key;
      this.dedupId = dedupId;
    }
  }

  private final int maxDeliveries;
  private final boolean byKey;
  final List<Item> items = new ArrayList<>();

  ModelQueue(int maxDeliveries, boolean byKey) {
    this.maxDeliveries = maxDeliveries;
    this.byKey = byKey;
  }

  /** Whether a message of the same key was stored with the same deduplication id. */
  boolean hasTwin(String key, Optional<String> dedupId) {
    return dedupId.isPresent()
        && items.stream().anyMatch(item -> item.key.equals(key) && item.dedupId.equals(dedupId));
  }

  Item produce(Item item, boolean delayed) {
    items.add(item);
    // one that waits behind another of its key is not seen when its delay is over
    item.state = delayed && !isBlocked(item) ? State.DUE : State.READY;
    return item;
  }

  long stored() {
    return items.size() - count(State.GONE);
  }

  long count(State state) {
    return items.stream().filter(item -> item.state == state).count();
  }

  long blocked() {
    return items.stream().filter(item -> item.state == State.READY && isBlocked(item)).count();
  }

  /** Whether one of its key that came before is neither settled nor dead. */
  private boolean isBlocked(Item item) {
    return byKey
        && !item.key.isEmpty()
        && items.subList(0, items.indexOf(item)).stream()
            .anyMatch(before -> before.key.equals(item.key) && isOpen(before));
  }

  private static boolean isOpen(Item item) {
    return item.state != State.GONE && item.state != State.DEAD;
  }

  /** All that can be had now, in order. */
  List<Item> available() {
    return items.stream().filter(item -> item.state == State.READY && !isBlocked(item)).toList();
  }

  /** Delivers the oldest that can be had now, due ones put back first. */
  List<Item> next(int max, boolean auto) {
    giveBack();
    List<Item> taken = new ArrayList<>();
    while (taken.size() < max && !available().isEmpty()) {
      Item item = available().get(0);
      item.deliveries++;
      item.state = auto ? State.GONE : State.LEASED;
      taken.add(item);
    }
    return taken;
  }

  int giveBack() {
    List<Item> due = items.stream().filter(item -> item.state == State.DUE).toList();
    due.forEach(this::putBack);
    return due.size();
  }

  void putBack(Item item) {
    if (item.deliveries >= maxDeliveries) {
      bury(item, false);
    } else {
      item.state = State.READY;
    }
  }

  void bury(Item item, boolean rejected) {
    item.state = State.DEAD;
    item.rejected = rejected;
    item.receipt = null;
  }

  /** Whether it is to be had again, or another delivery of it has been. */
  static boolean wasTakenFrom(Item item, String receipt) {
    return isOpen(item) && !receipt.equals(item.receipt);
  }

  /** The message this receipt still holds, or null. */
  Item heldBy(String receipt) {
    Predicate<Item> held = item -> receipt.equals(item.receipt) && item.state != State.GONE;
    return items.stream().filter(held).findFirst().orElse(null);
  }

  /** Sends dead letters again, as new messages at the end. */
  void redrive(List<Item> letters) {
    for (Item letter : letters) {
      letter.state = State.GONE;
      items.add(new Item(letter.body, letter.key, Optional.empty()));
    }
  }

  void purge(boolean messages, boolean deadLetters) {
    for (Item item : items) {
      if (item.state == State.DEAD ? deadLetters : messages) {
        item.state = State.GONE;
      }
    }
  }

  /** In the order of production. */
  List<Item> dead() {
    return items.stream().filter(item -> item.state == State.DEAD).toList();
  }
}
