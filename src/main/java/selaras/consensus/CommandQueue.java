package selaras.consensus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that wait for the next batch, in the order in which they came; a bounded number of
 * bounded size. Not thread-safe.
 */
final class CommandQueue {
  private final GroupCommitSettings settings;
  private final ArrayDeque<WaitingCommand> waiting = new ArrayDeque<>();
  private long bytes;

  CommandQueue(GroupCommitSettings settings) {
    this.settings = settings;
  }

  /** Whether this one would be too many, or too much; an empty queue takes one of any size. */
  boolean isFullFor(WaitingCommand command) {
    return waiting.size() >= settings.queueCommands()
        || (!waiting.isEmpty() && bytes + command.bytes() > settings.queueBytes());
  }

  @Override
  public String toString() {
    return "%d commands of %d bytes".formatted(waiting.size(), bytes);
  }

  void add(WaitingCommand command) {
    waiting.add(command);
    bytes += command.bytes();
  }

  int size() {
    return waiting.size();
  }

  /** Takes out what goes into one batch. */
  List<WaitingCommand> takeBatch() {
    List<WaitingCommand> taken = new ArrayList<>();
    long room = settings.batchBytes();
    while (!waiting.isEmpty() && taken.size() < settings.batchCommands()) {
      room -= waiting.peek().bytes();
      if (!taken.isEmpty() && room < 0) {
        break;
      }
      taken.add(poll());
    }
    return taken;
  }

  /** Takes out those whose time is over; callers wait equally long, so they are the first. */
  List<WaitingCommand> takeOverdue(long now) {
    List<WaitingCommand> late = new ArrayList<>();
    while (!waiting.isEmpty() && waiting.peek().isOverdue(now)) {
      late.add(poll());
    }
    return late;
  }

  List<WaitingCommand> takeAll() {
    List<WaitingCommand> all = new ArrayList<>(waiting);
    waiting.clear();
    bytes = 0;
    return all;
  }

  private WaitingCommand poll() {
    WaitingCommand first = waiting.poll();
    bytes -= first.bytes();
    return first;
  }
}
