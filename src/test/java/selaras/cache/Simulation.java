package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import selaras.cache.Wire.Channel;
import selaras.store.Fence;

/**
 * Several nodes and one origin, one step at a time, all of it decided by the seed: calls are
 * carried out and answered in any order or lose their answer; messages are late, lost, doubled and
 * overtaken; nodes stand still and go on; connections are lost; time passes; entries expire.
 */
final class Simulation implements SimulatedNode.World {
  private static final int NODES = 3;
  private static final List<String> KEYS = List.of("a", "b", "c|d");
  private static final Partitions PARTITIONS = new Partitions(2);

  /** What is done then, if not before. */
  private record Limit(CompletableFuture<Void> pending, long atNanos) {}

  private final SplittableRandom random;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final List<SimulatedCall<?>> calls = new ArrayList<>();
  private final List<SimulatedCall<?>> orphans = new ArrayList<>();

  /** What nodes have sent to the origin besides calls: beats and questions, in steps. */
  private final List<Runnable> underWay = new ArrayList<>();

  private final SimulatedQuestions questions;
  private final List<Limit> limits = new ArrayList<>();
  private final ModelOrigin origin = new ModelOrigin(PARTITIONS, this::millis, this::publish);
  private final Timeline timeline =
      new Timeline(KEYS, SimulatedNode.SILENCE, key -> origin.version(key));
  private final SimulatedReaders readers = new SimulatedReaders(timeline);
  private long nanos = 1;
  private int values;
  private long token = 1;

  /**
   * @param reliable whether connected nodes get every message once, channel by channel in order
   */
  Simulation(long seed, boolean reliable, Flaw flaw) {
    this.random = new SplittableRandom(seed);
    for (int i = 1; i <= NODES; i++) {
      Wire wire = new Wire(random, reliable);
      nodes.add(new SimulatedNode("node-" + i, PARTITIONS, origin, wire, flaw, this));
    }
    this.questions = new SimulatedQuestions(random, nodes, underWay, this::nanos);
  }

  void run(int steps) {
    nodes.forEach(this::connect);
    for (int step = 0; step < steps; step++) {
      step();
      runLimits();
      timeline.look(nanos);
      checkHits("step " + step);
    }
    settle();
    checkAgreement();
  }

  @Override
  public long nanos() {
    return nanos;
  }

  private long millis() {
    return nanos / 1_000_000;
  }

  @Override
  public void call(SimulatedCall<?> call) {
    calls.add(call);
  }

  @Override
  public CompletableFuture<Collection<String>> ask(
      SimulatedNode writer, int partition, long sequence) {
    return questions.ask(writer, partition, sequence);
  }

  @Override
  public void limit(CompletableFuture<Void> pending, long nanos) {
    limits.add(new Limit(pending, this.nanos + nanos));
  }

  private void runLimits() {
    limits.stream()
        .filter(limit -> limit.atNanos <= nanos)
        .forEach(limit -> limit.pending.complete(null));
    limits.removeIf(limit -> limit.pending.isDone());
  }

  private void step() {
    SimulatedNode node = nodes.get(random.nextInt(NODES));
    String key = KEYS.get(random.nextInt(KEYS.size()));
    int dice = random.nextInt(200);
    if (dice == 0) {
      node.stalled = !node.stalled;
    } else if (dice < 6) {
      nanos += random.nextInt(8_000_000);
    } else if (dice < 50) {
      runOne(underWay);
    } else if (dice < 80) {
      executeOne();
    } else if (dice < 84) {
      runOne(node.departures);
    } else if (!node.stalled) {
      step(node, key, dice);
    }
  }

  private void step(SimulatedNode node, String key, int dice) {
    if (dice < 105) {
      read(node, key);
    } else if (dice < 113) {
      write(node, key);
    } else if (dice < 115) {
      delete(node, key);
    } else if (dice < 117) {
      lose(node);
    } else if (dice < 118) {
      disconnect(node);
    } else if (dice < 122) {
      connect(node);
    } else if (dice < 130) {
      beat(node);
    } else if (dice < 155) {
      answerOne(node);
    } else {
      node.wire.deliverOne();
      node.wire.deliverOne();
    }
  }

  private void read(SimulatedNode node, String key) {
    switch (random.nextInt(16)) {
      case 0 -> readers.readPresent(node, key, nanos, node.cache.getStrictly(key));
      case 1 -> readers.readPresent(node, key, nanos, node.cache.get(key, held()));
      default -> readers.read(node, key, nanos);
    }
  }

  private void write(SimulatedNode node, String key) {
    OptionalLong ttl =
        random.nextInt(3) == 0 ? OptionalLong.of(1 + random.nextInt(20)) : OptionalLong.empty();
    OptionalLong ifVersion =
        random.nextInt(5) == 0
            ? OptionalLong.of(origin.version(key) + random.nextInt(2))
            : OptionalLong.empty();
    Put put = new Put(key, "v" + ++values, ttl, ifVersion, Optional.empty(), fence());
    if (random.nextBoolean()) {
      node.cache.put(put);
    } else {
      writeStrictly(node.cache.putStrictly(put));
    }
  }

  private void delete(SimulatedNode node, String key) {
    Delete delete = new Delete(key, Optional.empty(), fence());
    writeStrictly(node.cache.deleteStrictly(delete));
    SimulatedNode other = nodes.get(random.nextInt(NODES));
    if (other != node && !other.stalled) {
      // one of the two finds nothing
      other.cache.delete(delete);
    }
  }

  /** From the answer on nobody is served what the call, which was just made, has replaced. */
  private void writeStrictly(CompletableFuture<?> answer) {
    SimulatedCall<?> call = calls.getLast();
    answer.thenRun(
        () -> {
          if (call.sequence() > 0) {
            timeline.strictlyWritten(call.key, call.state);
          }
        });
  }

  /** Sometimes that of a holder, who may have been overtaken when the call is carried out. */
  private Optional<Fence> fence() {
    return random.nextInt(3) > 0 ? Optional.empty() : Optional.of(held());
  }

  private Fence held() {
    token += random.nextInt(2);
    return new Fence("lock", token);
  }

  private void executeOne() {
    List<SimulatedCall<?>> waiting =
        new ArrayList<>(calls.stream().filter(call -> !call.isExecuted).toList());
    waiting.addAll(orphans);
    if (!waiting.isEmpty()) {
      SimulatedCall<?> call = waiting.get(random.nextInt(waiting.size()));
      timeline.look(nanos);
      call.execute();
      timeline.look(nanos);
      call.state = timeline.present(call.key);
      orphans.remove(call);
    }
  }

  private void answerOne(SimulatedNode node) {
    List<SimulatedCall<?>> done =
        calls.stream().filter(call -> call.node == node && call.isExecuted).toList();
    if (!done.isEmpty()) {
      SimulatedCall<?> call = done.get(random.nextInt(done.size()));
      calls.remove(call);
      call.answer();
      readers.answered(call);
      if (call.sequence() > 0) {
        // who wrote, or found nothing to delete, has seen that too
        node.see(call.key, call.state, call.floor);
      }
    }
  }

  /** A call loses its answer; if it was not carried out yet, it may be at any later time. */
  private void lose(SimulatedNode node) {
    List<SimulatedCall<?>> own = calls.stream().filter(call -> call.node == node).toList();
    if (own.isEmpty()) {
      return;
    }
    SimulatedCall<?> call = own.get(random.nextInt(own.size()));
    calls.remove(call);
    call.lose();
    readers.answered(call);
    if (!call.isExecuted) {
      orphans.add(call);
    }
  }

  /** As the node's heart does it: clock, entry, numbers, message. */
  private void beat(SimulatedNode node) {
    if (!node.connected) {
      return;
    }
    int life = node.life;
    long began = nanos;
    underWay.add(
        () -> {
          questions.serves(node, nanos + 2 * SimulatedNode.SILENCE.toNanos());
          underWay.add(() -> sendBeat(node, life, began, origin.sequences()));
        });
  }

  private void sendBeat(SimulatedNode node, int life, long began, long[] sequences) {
    underWay.add(
        () -> {
          if (node.connected && node.life == life) {
            node.wire.send(Channel.BEATS, () -> node.copies.confirmed(began, sequences));
          }
        });
  }

  private void connect(SimulatedNode node) {
    node.connected = true;
  }

  private void disconnect(SimulatedNode node) {
    if (node.connected) {
      node.connected = false;
      node.life++;
      node.wire.clear();
      node.copies.disconnected();
    }
  }

  private void publish(ModelOrigin.Message message) {
    String key = message.key();
    String sender = message.sender();
    for (SimulatedNode node : nodes) {
      if (node.connected) {
        switch (message.kind()) {
          case CHANGED ->
              node.wire.send(
                  Channel.CHANGES,
                  () ->
                      node.copies.changed(
                          new Change(key, sender, message.before(), message.sequence())));
          case WRITTEN ->
              node.wire.send(Channel.INVALIDATIONS, () -> node.copies.written(key, sender));
          case READ -> node.wire.send(Channel.LOADS, () -> node.copies.read(key, sender));
        }
      }
    }
  }

  private void runOne(List<Runnable> actions) {
    if (!actions.isEmpty()) {
      actions.remove(random.nextInt(actions.size())).run();
    }
  }

  /** What a reader of any key at any node that does not stand still would be answered now. */
  private void checkHits(String when) {
    for (SimulatedNode node : nodes) {
      for (String key : KEYS) {
        Copy copy = node.stalled ? null : node.copies.get(key);
        if (copy != null) {
          int state = timeline.checkHit(key, copy.version(), nanos, when + ", " + node.name);
          if (!copy.isAbsence()) {
            node.see(key, state, node.seen(key));
          }
        }
      }
    }
  }

  /** Lets everything under way come to its end, in random order, and every node beat once. */
  private void settle() {
    for (SimulatedNode node : nodes) {
      node.stalled = false;
      connect(node);
    }
    while (isAnythingLeft()) {
      executeOne();
      runOne(underWay);
      for (SimulatedNode node : nodes) {
        answerOne(node);
        runOne(node.departures);
        node.wire.deliverOne();
      }
      timeline.look(nanos);
      checkHits("settling");
    }
    nanos += 2 * SimulatedNode.SILENCE.toNanos();
    runLimits();
    for (SimulatedNode node : nodes) {
      node.copies.confirmed(nanos, origin.sequences());
    }
  }

  private boolean isAnythingLeft() {
    return !calls.isEmpty()
        || !orphans.isEmpty()
        || !underWay.isEmpty()
        || nodes.stream().anyMatch(node -> !node.wire.isEmpty() || !node.departures.isEmpty());
  }

  /** Nobody waits, every copy is what the origin has, and at most one of a key is M or E. */
  private void checkAgreement() {
    assertThat(readers.isEmpty()).as("at rest: every reader is answered").isTrue();
    assertThat(nodes).as("at rest").allMatch(node -> node.cache.strictWaiting() == 0);
    for (String key : KEYS) {
      int exclusive = 0;
      for (SimulatedNode node : nodes) {
        Copy copy = node.copies.get(key);
        if (copy != null) {
          assertThat(copy.version())
              .as("stale: at rest: version of %s on %s", key, node.name)
              .isEqualTo(origin.version(key));
          assertThat(copy.value()).as("at rest: %s", key).isEqualTo(origin.value(key));
          exclusive += copy.state().isExclusive() ? 1 : 0;
        }
      }
      assertThat(exclusive).as("at rest: M or E copies of %s", key).isLessThanOrEqualTo(1);
    }
  }
}
