package selaras.queue.redis;

import java.util.List;
import java.util.Optional;
import selaras.answers.Pending;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.WorkQueue;

/** A queue whose callers wait for each answer. */
public record WaitedFor(WorkQueue queue) {
  public List<ProduceOutcome> produce(String name, Produce command) {
    return Pending.await(queue.produce(name, command));
  }

  public List<Delivery> consume(String name, Consume command) {
    return Pending.await(queue.consume(name, command));
  }

  public LeaseOutcome settle(String name, LeaseCommand command) {
    return Pending.await(queue.settle(name, command));
  }

  public List<LeaseOutcome> ackAll(String name, List<String> receipts, Optional<String> requestId) {
    return Pending.await(queue.ackAll(name, receipts, requestId));
  }
}
