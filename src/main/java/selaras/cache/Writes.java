package selaras.cache;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import selaras.answers.Pending;
import selaras.cache.Origin.Answer;

/**
 * Writes and deletions, through to the origin. Thread-safe; nobody waits here. Every failure is one
 * of the answer.
 */
final class Writes {
  private final LocalCopies copies;
  private final Origin origin;
  private final Counters counters;

  Writes(LocalCopies copies, Origin origin) {
    this.copies = copies;
    this.origin = origin;
    this.counters = copies.counters();
  }

  CompletableFuture<Answer<WriteOutcome>> put(Put put) {
    Ticket ticket = copies.begin(put.key());
    return made(
        ticket, () -> origin.write(put, ticket.holder()), answer -> written(ticket, put, answer));
  }

  CompletableFuture<Answer<DeleteOutcome>> delete(Delete delete) {
    Ticket ticket = copies.begin(delete.key());
    return made(ticket, () -> origin.delete(delete), answer -> deleted(ticket, answer));
  }

  private <T> CompletableFuture<Answer<T>> made(
      Ticket ticket, Supplier<CompletableFuture<Answer<T>>> call, Consumer<Answer<T>> settle) {
    return Pending.begun(call)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                copies.ended(ticket); // if it was carried out all the same, its message tells
                return;
              }
              if (answer.published()) {
                counters.invalidationsSent.increment();
              }
              settle.accept(answer);
            });
  }

  private void written(Ticket ticket, Put put, Answer<WriteOutcome> answer) {
    switch (answer.outcome()) {
      case WriteOutcome.Written written ->
          copies.settled(
              ticket,
              written.version(),
              answer.sequence(),
              isMine(answer.repeated(), written) ? Optional.of(put) : Optional.empty());
      case WriteOutcome.VersionConflict conflict ->
          copies.settled(ticket, conflict.currentVersion(), 0, Optional.empty());
      case WriteOutcome.StaleFence stale -> copies.ended(ticket);
    }
  }

  private void deleted(Ticket ticket, Answer<DeleteOutcome> answer) {
    switch (answer.outcome()) {
      case DeleteOutcome.Deleted deleted ->
          copies.settled(ticket, deleted.version(), answer.sequence(), Optional.empty());
      case DeleteOutcome.Absent absent -> copies.endedAbsent(ticket, answer.sequence());
      case DeleteOutcome.StaleFence stale -> copies.ended(ticket);
    }
  }

  /** Whether this very call wrote the value and entered this node as its holder. */
  private static boolean isMine(boolean repeated, WriteOutcome.Written written) {
    return !repeated && written.state() == Mesi.M;
  }
}
