package selaras.queue.redis;

import java.util.ArrayList;
import java.util.List;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.Partition;
import selaras.queue.QueueBusyException;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.store.StoreUnavailableException;

/**
 * Messages on their way out of a queue: from partition after partition, beginning at one that the
 * request id names, so that the same request asks the same ones for the same. One object per call.
 */
final class Consuming {
  private final String queue;
  private final Consume command;
  private final QueueDefinition definition;
  private final QueueLimits limits;
  private final Request request;
  private final int first;

  /** Whether some partition has messages and may give none, since too many are in flight. */
  private boolean allLeased;

  Consuming(String queue, Consume command, QueueDefinition definition, QueueLimits limits) {
    this.queue = queue;
    this.command = command;
    this.definition = definition;
    this.limits = limits;
    this.request = Request.of(command.requestId(), limits.rememberFor());
    this.first = definition.partitionFor(queue, request.id()).index();
  }

  List<Delivery> from(PartitionScripts partitions) {
    List<Delivery> known = recalled(partitions);
    return known.isEmpty() ? taken(partitions) : known;
  }

  /**
   * What this request was given before. A partition does not remember that it had nothing for one
   * who waits, and may have something by now: all are asked before one of them gives anything new.
   */
  private List<Delivery> recalled(PartitionScripts partitions) {
    List<Delivery> known = new ArrayList<>();
    if (command.waits() && request.sent() && definition.partitions() > 1) {
      for (int i = 0; i < definition.partitions(); i++) {
        known.addAll(from(partitions, partition(i), 0));
      }
    }
    return known;
  }

  private List<Delivery> taken(PartitionScripts partitions) {
    List<Delivery> taken = new ArrayList<>();
    RuntimeException refusal = null;
    for (int i = 0; i < definition.partitions() && isRoom(taken); i++) {
      try {
        taken.addAll(from(partitions, partition(i), command.max() - taken.size()));
      } catch (QueueBusyException | StoreUnavailableException e) {
        // the others may refuse as slowly; what was taken already has to be handed out
        refusal = e;
        break;
      }
    }
    if (taken.isEmpty() && refusal != null) {
      throw refusal;
    }
    if (taken.isEmpty() && allLeased) {
      throw new QueueBusyException(
          "at most %d messages of a partition may be in flight"
              .formatted(definition.inFlightMax()));
    }
    return taken;
  }

  private Partition partition(int place) {
    return new Partition(queue, (first + place) % definition.partitions());
  }

  private boolean isRoom(List<Delivery> taken) {
    long chars = taken.stream().mapToLong(delivery -> delivery.message().body().length()).sum();
    return taken.size() < command.max() && chars < limits.batchBytes();
  }

  /** At most so many from there; of none at all only what the partition remembers. */
  private List<Delivery> from(PartitionScripts partitions, Partition partition, int max) {
    var lease = command.visibility().orElse(definition.visibility());
    Object reply =
        partitions.call(
            Scripts.CONSUME,
            partition,
            List.of(PartitionKeys.answer(partition, "consume", request.id())),
            List.of(
                command.autoAck() ? "0" : QueueArgs.millis(lease),
                Integer.toString(max),
                Integer.toString(limits.batchBytes()),
                command.owner().mark(command.watcher() + RandomText.next()),
                Integer.toString(definition.maxDeliveries()),
                QueueArgs.DUE_AT_ONCE,
                request.rememberMillis(),
                command.waits() ? request.waitsFlag() : request.sentFlag(),
                Integer.toString(definition.inFlightMax())));
    if (reply instanceof List<?> found) {
      return Replies.deliveries(partition, found);
    }
    allLeased = true;
    return List.of();
  }
}
