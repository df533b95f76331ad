package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import selaras.cluster.NodeId;
import selaras.store.Fence;

/**
 * Several nodes and one origin, one step at a time, all of it decided by the seed: calls are
 * carried out and answered in any order or lose their answer, messages of one key stay in order and
 * those of different keys do not, connections are lost, time passes, entries expire.
 */
final class Simulation {
  private static final int NODES = 3;
  private static final String[] KEYS = {"a", "b", "c|d"};
  private static final int CAPACITY = 2;

  private enum Verb {
    READ,
    WRITE,
    DELETE
  }

  private static final class Call {
    final Node node;
    final Verb verb;
    final String key;
    final Ticket ticket;
    final long holder;
    final Put put;
    final Delete delete;
    boolean executed;
    boolean lost;
    Optional<Origin.Loaded> loaded = Optional.empty();
    Origin.Answer<WriteOutcome> written;
    Origin.Answer<DeleteOutcome> deleted;

    Call(Node node, Verb verb, String key, Put put, Delete delete, Ticket ticket) {
      this.node = node;
      this.verb = verb;
      this.key = key;
      this.put = put;
      this.delete = delete;
      this.ticket = ticket;
      this.holder = ticket.holder();
    }
  }

  /** A message and the call that caused it. */
  private record Sent(ModelOrigin.Message message, Call cause) {}

  private final class Node {
    final String name;
    final LocalCopies copies;
    final Map<String, Deque<Sent>> inbox = new HashMap<>();
    final List<Runnable> departures = new ArrayList<>();
    boolean connected;

    Node(String name) {
      this.name = name;
      var settings =
          new CacheSettings(
              CAPACITY, Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(1));
      this.copies =
          new LocalCopies(new NodeId(name), settings, leaving(this), () -> nanos, new Counters());
    }
  }

  private static final Deque<Sent> NOTHING = new ArrayDeque<>();

  private final SplittableRandom random;
  private final boolean ticketBeforeCall;
  private long nanos = 1;
  private final ModelOrigin origin = new ModelOrigin(this::millis, this::publish);
  private final List<Node> nodes = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<Call> orphans = new ArrayList<>();
  private Call executing;
  private int values;
  private long token = 1;

  /**
   * @param ticketBeforeCall false plants a bug: reads take their ticket only when the answer is
   *     there, which is the cache without fill tokens
   */
  Simulation(long seed, boolean ticketBeforeCall) {
    this.random = new SplittableRandom(seed);
    this.ticketBeforeCall = ticketBeforeCall;
    for (int i = 1; i <= NODES; i++) {
      nodes.add(new Node("node-" + i));
    }
  }

  void run(int steps) {
    nodes.forEach(this::connect);
    for (int step = 0; step < steps; step++) {
      step();
      checkNoCopyIsOlderThanHeard("step " + step);
      checkExclusiveIsAlone("step " + step);
    }
    settle();
    checkNoCopyIsOlderThanHeard("at rest");
    checkExclusiveIsAlone("at rest");
  }

  private long millis() {
    return nanos / 1_000_000;
  }

  private void step() {
    Node node = nodes.get(random.nextInt(NODES));
    String key = KEYS[random.nextInt(KEYS.length)];
    switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> read(node, key);
      case 8, 9, 10 -> write(node, key);
      case 11 -> delete(node, key);
      case 12 -> lose();
      case 13 -> disconnect(node);
      case 14, 15 -> connect(node);
      case 16, 17 -> nanos += random.nextInt(5_000_000);
      case 18, 19 -> runOne(node.departures);
      case 20, 21, 22, 23, 24, 25, 26 -> executeOne();
      case 27, 28, 29, 30, 31, 32 -> answerOne();
      default -> deliverOne(node, key);
    }
  }

  private void read(Node node, String key) {
    if (node.copies.get(key) == null) {
      start(new Call(node, Verb.READ, key, null, null, node.copies.begin(key)));
    }
  }

  private void write(Node node, String key) {
    OptionalLong ttl =
        random.nextInt(3) == 0 ? OptionalLong.of(1 + random.nextInt(20)) : OptionalLong.empty();
    OptionalLong ifVersion =
        random.nextInt(5) == 0
            ? OptionalLong.of(origin.version(key) + random.nextInt(2))
            : OptionalLong.empty();
    Put put = new Put(key, "v" + ++values, ttl, ifVersion, Optional.empty(), fence());
    start(new Call(node, Verb.WRITE, key, put, null, node.copies.begin(key)));
  }

  private void delete(Node node, String key) {
    Delete delete = new Delete(key, Optional.empty(), fence());
    start(new Call(node, Verb.DELETE, key, null, delete, node.copies.begin(key)));
  }

  /** Sometimes that of a holder, who may have been overtaken when the call is carried out. */
  private Optional<Fence> fence() {
    if (random.nextInt(3) > 0) {
      return Optional.empty();
    }
    token += random.nextInt(2);
    return Optional.of(new Fence("lock", token));
  }

  private void start(Call call) {
    if (!ticketBeforeCall && call.verb == Verb.READ) {
      call.node.copies.ended(call.ticket);
    }
    calls.add(call);
  }

  private void executeOne() {
    List<Call> waiting = new ArrayList<>(calls.stream().filter(call -> !call.executed).toList());
    waiting.addAll(orphans);
    if (!waiting.isEmpty()) {
      execute(waiting.get(random.nextInt(waiting.size())));
    }
  }

  private void execute(Call call) {
    executing = call;
    switch (call.verb) {
      case READ -> call.loaded = origin.read(call.node.name, call.key, call.holder);
      case WRITE -> call.written = origin.write(call.node.name, call.put, call.holder);
      case DELETE -> call.deleted = origin.delete(call.node.name, call.delete);
    }
    call.executed = true;
    orphans.remove(call);
  }

  private void answerOne() {
    List<Call> done = calls.stream().filter(call -> call.executed).toList();
    if (!done.isEmpty()) {
      answer(done.get(random.nextInt(done.size())));
    }
  }

  private void answer(Call call) {
    calls.remove(call);
    LocalCopies copies = call.node.copies;
    switch (call.verb) {
      case READ -> answerRead(call);
      case WRITE -> {
        switch (call.written.outcome()) {
          case WriteOutcome.Written written ->
              copies.settled(
                  call.ticket,
                  written.version(),
                  written.state() == Mesi.M ? Optional.of(call.put) : Optional.empty());
          case WriteOutcome.VersionConflict conflict ->
              copies.settled(call.ticket, conflict.currentVersion(), Optional.empty());
          case WriteOutcome.StaleFence stale -> copies.ended(call.ticket);
        }
      }
      case DELETE -> {
        switch (call.deleted.outcome()) {
          case DeleteOutcome.Deleted deleted ->
              copies.settled(call.ticket, deleted.version(), Optional.empty());
          case DeleteOutcome.Absent absent -> copies.ended(call.ticket);
          case DeleteOutcome.StaleFence stale -> copies.ended(call.ticket);
        }
      }
    }
  }

  private void answerRead(Call call) {
    LocalCopies copies = call.node.copies;
    Ticket ticket = ticketBeforeCall ? call.ticket : copies.begin(call.key);
    call.loaded.ifPresentOrElse(
        loaded -> copies.loaded(ticket, loaded), () -> copies.ended(ticket));
  }

  /** A call loses its answer; if it was not carried out yet, it may be at any later time. */
  private void lose() {
    if (calls.isEmpty()) {
      return;
    }
    Call call = calls.remove(random.nextInt(calls.size()));
    call.lost = true;
    if (call.verb == Verb.READ) {
      call.node.copies.ended(call.ticket);
    } else {
      call.node.copies.uncertain(call.ticket);
    }
    if (!call.executed) {
      orphans.add(call);
    }
  }

  private void connect(Node node) {
    if (!node.connected) {
      node.connected = true;
      node.copies.connected(nanos);
    }
  }

  private void disconnect(Node node) {
    if (node.connected) {
      node.connected = false;
      node.inbox.clear();
      node.copies.disconnected();
    }
  }

  private void publish(ModelOrigin.Message message) {
    for (Node node : nodes) {
      if (node.connected) {
        node.inbox
            .computeIfAbsent(message.key(), k -> new ArrayDeque<>())
            .add(new Sent(message, executing));
      }
    }
  }

  private void deliverOne(Node node, String key) {
    Deque<Sent> waiting = node.inbox.get(key);
    if (waiting != null && !waiting.isEmpty()) {
      ModelOrigin.Message message = waiting.remove().message();
      switch (message.kind()) {
        case WRITTEN -> node.copies.written(message.key(), message.sender());
        case READ -> node.copies.read(message.key(), message.sender());
      }
    }
  }

  private void runOne(List<Runnable> actions) {
    if (!actions.isEmpty()) {
      actions.remove(random.nextInt(actions.size())).run();
    }
  }

  /** Lets everything under way come to its end, in random order. */
  private void settle() {
    nodes.forEach(this::connect);
    while (!calls.isEmpty() || !orphans.isEmpty()) {
      executeOne();
      answerOne();
    }
    for (Node node : nodes) {
      node.departures.forEach(Runnable::run);
      node.departures.clear();
      for (String key : KEYS) {
        while (!node.inbox.getOrDefault(key, NOTHING).isEmpty()) {
          deliverOne(node, key);
        }
      }
    }
  }

  /**
   * A copy is the origin's value, unless a message about a write is still on its way to the node,
   * or the node's own write has been carried out and not yet been answered.
   */
  private void checkNoCopyIsOlderThanHeard(String when) {
    for (Node node : nodes) {
      for (String key : KEYS) {
        Copy copy = node.copies.peek(key);
        boolean served = node.connected && copy != null && !copy.isExpired(nanos);
        if (served && !mayBeOld(node, key)) {
          assertThat(copy.version())
              .as("%s: version of %s on %s", when, key, node.name)
              .isEqualTo(origin.version(key));
          assertThat(copy.value()).as(when).isEqualTo(origin.value(key));
        }
      }
    }
  }

  private boolean mayBeOld(Node node, String key) {
    boolean toBeHeard =
        node.inbox.getOrDefault(key, NOTHING).stream()
            .filter(sent -> sent.message().kind() == ModelOrigin.Kind.WRITTEN)
            .anyMatch(sent -> sent.cause().node != node || sent.cause().lost);
    boolean toBeAnswered =
        calls.stream()
            .anyMatch(
                call ->
                    call.node == node
                        && call.key.equals(key)
                        && call.executed
                        && call.verb != Verb.READ);
    return toBeHeard || toBeAnswered;
  }

  /** Once all that was sent about a key has been dealt with, an M or E copy is the only one. */
  private void checkExclusiveIsAlone(String when) {
    for (String key : KEYS) {
      List<Copy> all =
          nodes.stream()
              .map(node -> node.copies.peek(key))
              .filter(copy -> copy != null && !copy.isExpired(nanos))
              .toList();
      if (all.stream().anyMatch(copy -> copy.state().isExclusive()) && !isUnderWay(key)) {
        assertThat(all).as("%s: copies of %s", when, key).hasSize(1);
      }
    }
  }

  private boolean isUnderWay(String key) {
    return calls.stream().anyMatch(call -> call.executed && call.key.equals(key))
        || nodes.stream().anyMatch(node -> !node.inbox.getOrDefault(key, NOTHING).isEmpty());
  }

  private Origin leaving(Node node) {
    return new Origin() {
      @Override
      public Optional<Loaded> read(String key, long ticket) {
        throw new AssertionError("the simulation makes the calls");
      }

      @Override
      public Answer<WriteOutcome> write(Put put, long ticket) {
        throw new AssertionError("the simulation makes the calls");
      }

      @Override
      public OptionalLong show(String key, Fence fence) {
        throw new AssertionError("the simulation makes the calls");
      }

      @Override
      public Answer<DeleteOutcome> delete(Delete delete) {
        throw new AssertionError("the simulation makes the calls");
      }

      @Override
      public void leave(String key, long ticket) {
        node.departures.add(() -> origin.leave(node.name, key, ticket));
      }
    };
  }
}
