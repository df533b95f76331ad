package selaras.queue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import selaras.queue.DeadLetter;
import selaras.queue.Delivery;
import selaras.queue.Message;
import selaras.queue.ProduceOutcome;
import selaras.queue.QueueLimits;
import selaras.queue.QueueStats;
import selaras.queue.Receipt;
import selaras.store.Fence;

/** Reads what the scripts return; their headers say in which order. */
final class Replies {
  private Replies() {}

  static ProduceOutcome produced(List<?> reply, Optional<Fence> fence, QueueLimits limits) {
    return switch ((String) reply.get(0)) {
      case "produced" -> new ProduceOutcome.Produced((String) reply.get(1));
      case "full" -> new ProduceOutcome.QueueFull(limits.depthMax());
      case "stale" ->
          new ProduceOutcome.StaleFence(fence.orElseThrow(), Long.parseLong((String) reply.get(1)));
      default -> throw new IllegalStateException("unknown reply " + reply);
    };
  }

  static List<Delivery> deliveries(Object reply) {
    List<?> flat = (List<?>) reply;
    List<Delivery> deliveries = new ArrayList<>(flat.size() / 4);
    for (int i = 0; i < flat.size(); i += 4) {
      String id = (String) flat.get(i);
      int delivery = Integer.parseInt((String) flat.get(i + 1));
      Receipt receipt = new Receipt(id, delivery, (String) flat.get(i + 2));
      deliveries.add(new Delivery(new Message(id, (String) flat.get(i + 3)), receipt));
    }
    return deliveries;
  }

  static List<DeadLetter> deadLetters(Object reply) {
    List<?> flat = (List<?>) reply;
    List<DeadLetter> dead = new ArrayList<>(flat.size() / 4);
    for (int i = 0; i < flat.size(); i += 4) {
      Message message = new Message((String) flat.get(i), (String) flat.get(i + 3));
      int deliveries = Integer.parseInt((String) flat.get(i + 1));
      Duration deadFor = Duration.ofMillis(Long.parseLong((String) flat.get(i + 2)));
      dead.add(new DeadLetter(message, deliveries, deadFor));
    }
    return dead;
  }

  static QueueStats stats(Object reply) {
    long[] n = ((List<?>) reply).stream().mapToLong(count -> (Long) count).toArray();
    return new QueueStats(n[0], n[1], n[2], n[3], Duration.ofMillis(n[4]), n[5], n[6], n[7]);
  }
}
