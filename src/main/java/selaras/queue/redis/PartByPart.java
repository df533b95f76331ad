package selaras.queue.redis;

import java.util.Map;
import java.util.function.BiConsumer;
import selaras.queue.Partition;
import selaras.queue.QueueBusyException;
import selaras.store.StoreUnavailableException;

/**
 * Makes the calls that one command comes to, one for each partition. A failure after the first of
 * them is one of a command that may have happened: whoever repeats it must know.
 */
final class PartByPart {
  private PartByPart() {}

  static <T> void run(Map<Partition, T> parts, BiConsumer<Partition, T> call) {
    boolean begun = false;
    for (var part : parts.entrySet()) {
      try {
        call.accept(part.getKey(), part.getValue());
      } catch (QueueBusyException | StoreUnavailableException e) {
        throw begun ? new StoreUnavailableException(e.getMessage(), true, e) : e;
      }
      begun = true;
    }
  }
}
