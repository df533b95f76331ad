package selaras.cache;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import selaras.cache.Wire.Channel;
import selaras.store.StoreUnavailableException;

/**
 * What nodes of the {@link Simulation} that write strictly ask the others, and how these answer.
 */
final class SimulatedQuestions {
  private final SplittableRandom random;
  private final List<SimulatedNode> nodes;
  private final List<Runnable> underWay;
  private final LongSupplier nanos;
  private final Map<String, Long> servingUntil = new HashMap<>();

  SimulatedQuestions(
      SplittableRandom random,
      List<SimulatedNode> nodes,
      List<Runnable> underWay,
      LongSupplier nanos) {
    this.random = random;
    this.nodes = nodes;
    this.underWay = underWay;
    this.nanos = nanos;
  }

  /** A beat has entered the node among those who may serve copies until then. */
  void serves(SimulatedNode node, long untilNanos) {
    servingUntil.put(node.name, untilNanos);
  }

  /** Sends the questions at some later time; what is answered then may be lost. */
  CompletableFuture<Collection<String>> ask(SimulatedNode writer, int partition, long sequence) {
    CompletableFuture<Collection<String>> serving = new CompletableFuture<>();
    underWay.add(
        () -> {
          sendQuestions(writer, partition, sequence);
          List<String> others = serving(writer);
          boolean lost = random.nextInt(20) == 0;
          underWay.add(() -> answer(serving, others, lost));
        });
    return serving;
  }

  private void sendQuestions(SimulatedNode writer, int partition, long sequence) {
    for (SimulatedNode other : nodes) {
      if (other != writer && other.connected) {
        other.wire.send(Channel.QUESTIONS, () -> assent(other, writer, partition, sequence));
      }
    }
  }

  private void assent(SimulatedNode asked, SimulatedNode writer, int partition, long sequence) {
    long heard = asked.copies.asked(partition, sequence);
    underWay.add(
        () -> {
          if (writer.connected) {
            writer.wire.send(
                Channel.ANSWERS, () -> writer.copies.acknowledged(asked.name, partition, heard));
          }
        });
  }

  private List<String> serving(SimulatedNode writer) {
    return nodes.stream()
        .filter(node -> node != writer)
        .map(node -> node.name)
        .filter(name -> servingUntil.getOrDefault(name, 0L) >= nanos.getAsLong())
        .toList();
  }

  private static void answer(
      CompletableFuture<Collection<String>> serving, List<String> others, boolean lost) {
    if (lost) {
      serving.completeExceptionally(new StoreUnavailableException("lost", true, null));
    } else {
      serving.complete(others);
    }
  }
}
