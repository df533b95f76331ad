package selaras.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The calls in flight, by key, in one stripe with one lock for each partition: what happens to one
 * key happens one after the other, different keys rarely meet. Holds as many tickets as there are
 * requests.
 */
final class Stripes {
  private static final class Stripe {
    final Map<String, List<Ticket>> tickets = new HashMap<>();
  }

  private final Partitions partitions;
  private final Stripe[] stripes;

  Stripes(Partitions partitions) {
    this.partitions = partitions;
    this.stripes = new Stripe[partitions.count()];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe();
    }
  }

  /** Runs the action while nothing else happens to the key. */
  <T> T with(String key, Supplier<T> action) {
    synchronized (stripe(key)) {
      return action.get();
    }
  }

  /** Enters a ticket. Under {@link #with}. */
  void enter(Ticket ticket) {
    stripe(ticket.key).tickets.computeIfAbsent(ticket.key, k -> new ArrayList<>(2)).add(ticket);
  }

  /** Strikes a ticket. Under {@link #with}. */
  void strike(Ticket ticket) {
    Map<String, List<Ticket>> tickets = stripe(ticket.key).tickets;
    List<Ticket> ofKey = tickets.get(ticket.key);
    if (ofKey != null && ofKey.remove(ticket) && ofKey.isEmpty()) {
      tickets.remove(ticket.key);
    }
  }

  /** The tickets of a key. Under {@link #with}. */
  List<Ticket> of(String key) {
    return stripe(key).tickets.getOrDefault(key, List.of());
  }

  /** Visits every ticket of a partition. */
  void forEach(int partition, Consumer<Ticket> action) {
    synchronized (stripes[partition]) {
      stripes[partition].tickets.values().forEach(tickets -> tickets.forEach(action));
    }
  }

  /** Visits every ticket there is, stripe by stripe. */
  void forEach(Consumer<Ticket> action) {
    for (int partition = 0; partition < stripes.length; partition++) {
      forEach(partition, action);
    }
  }

  private Stripe stripe(String key) {
    return stripes[partitions.of(key)];
  }
}
