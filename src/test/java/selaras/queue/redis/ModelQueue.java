package selaras.queue.redis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The queue as simply as it can be said: a list of messages that change their state. */
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
    State state = State.READY;
    int deliveries;

    /** The text of the receipt that holds, or null. */
    String receipt;

    Item(String body) {
      this.body = body;
    }
  }

  private final int maxDeliveries;
  final List<Item> items = new ArrayList<>();

  ModelQueue(int maxDeliveries) {
    this.maxDeliveries = maxDeliveries;
  }

  void produce(String body) {
    items.add(new Item(body));
  }

  long stored() {
    return items.size() - count(State.GONE);
  }

  long count(State state) {
    return items.stream().filter(item -> item.state == state).count();
  }

  /** The oldest that can be had now, due ones put back first. */
  List<Item> next(int max) {
    giveBack();
    return items.stream().filter(item -> item.state == State.READY).limit(max).toList();
  }

  int giveBack() {
    List<Item> due = items.stream().filter(item -> item.state == State.DUE).toList();
    due.forEach(this::putBack);
    return due.size();
  }

  void putBack(Item item) {
    if (item.deliveries >= maxDeliveries) {
      item.state = State.DEAD;
      item.receipt = null;
    } else {
      item.state = State.READY;
    }
  }

  /** The message this receipt still holds, or null. */
  Item heldBy(String receipt) {
    Predicate<Item> held = item -> receipt.equals(item.receipt) && item.state != State.GONE;
    return items.stream().filter(held).findFirst().orElse(null);
  }

  /** The dead letters' bodies, sorted. */
  List<String> dead() {
    return items.stream()
        .filter(item -> item.state == State.DEAD)
        .map(item -> item.body)
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
