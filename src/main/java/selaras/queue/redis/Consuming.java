package selaras.queue.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import selaras.answers.Pending;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.Partition;
import selaras.queue.QueueBusyException;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;

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

  private final List<Delivery> taken = new ArrayList<>();

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

  CompletableFuture<List<Delivery>> from(PartitionScripts partitions) {
    return recall(partitions, 0)
        .thenCompose(
            done ->
                taken.isEmpty()
                    ? take(partitions, 0).handle((all, failure) -> result(failure))
                    : CompletableFuture.completedFuture(taken));
  }

  /**
   * Takes what this request was given before. A partition does not remember that it had nothing for
   * one who waits, and may have something by now: all are asked before one of them gives anything
   * new.
   */
  private CompletableFuture<Void> recall(PartitionScripts partitions, int place) {
    boolean mayBeThere = command.waits() && request.sent() && definition.partitions() > 1;
    return mayBeThere && place < definition.partitions()
        ? take(partitions, partition(place), 0).thenCompose(done -> recall(partitions, place + 1))
        : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> take(PartitionScripts partitions, int place) {
    return place < definition.partitions() && isRoom()
        ? take(partitions, partition(place), command.max() - taken.size())
            .thenCompose(done -> take(partitions, place + 1))
        : CompletableFuture.completedFuture(null);
  }

  /**
   * A partition that fails ends the taking, since the others may refuse as slowly; but what was
   * taken already has to be handed out.
   */
  private List<Delivery> result(Throwable failure) {
    if (failure != null && (taken.isEmpty() || !PartByPart.isRefusal(Pending.causeOf(failure)))) {
      throw new CompletionException(Pending.causeOf(failure));
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

  private boolean isRoom() {
    long chars = taken.stream().mapToLong(delivery -> delivery.message().body().length()).sum();
    return taken.size() < command.max() && chars < limits.batchBytes();
  }

  /** At most so many from there; of none at all only what the partition remembers. */
  private CompletableFuture<Void> take(PartitionScripts partitions, Partition partition, int max) {
    var lease = command.visibility().orElse(definition.visibility());
    return partitions
        .call(
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
                Integer.toString(definition.inFlightMax())))
        .thenAccept(reply -> read(partition, reply));
  }

  private void read(Partition partition, Object reply) {
    if (reply instanceof List<?> found) {
      taken.addAll(Replies.deliveries(partition, found));
    } else {
      allLeased = true;
    }
  }
}
