package selaras.cache;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import selaras.store.Fence;

/**
 * The source of truth and, beside each value, the directory of the nodes that hold a copy.
 *
 * <p>Each call is atomic, messages included. Thread-safe. The future of every call ends within a
 * bounded time, with {@link selaras.store.StoreUnavailableException} if need be; it is done
 * already, or completed later by another thread.
 */
public interface Origin {
  /** The ticket of a caller who keeps no copy and is not to be entered in the directory. */
  long NO_COPY = 0;

  /**
   * Reads values, each for itself, and enters the reader in the directory. When exactly one other
   * node holds a copy that node is told ({@link Invalidations#read}).
   *
   * @return in the order of the readings
   */
  List<CompletableFuture<Loaded>> read(List<Reading> readings);

  /**
   * Shows a token: from now on a call about the key with an older one of the same resource is
   * refused.
   *
   * @return the newest token when this one is itself older than that, else empty
   */
  CompletableFuture<OptionalLong> show(String key, Fence fence);

  /**
   * Writes a value and makes the writer its only holder. All are told of the change ({@link
   * Invalidations#changed}) and, when the key existed, that a copy is old ({@link
   * Invalidations#written}).
   */
  CompletableFuture<Answer<WriteOutcome>> write(Put put, long ticket);

  /** Deletes a value. When it existed, all are told. */
  CompletableFuture<Answer<DeleteOutcome>> delete(Delete delete);

  /**
   * Asks the other nodes to say when they serve nothing older than a change ({@link
   * Invalidations#asked}); their answers come one by one ({@link Invalidations#acknowledged}).
   *
   * @return those who may be serving copies
   */
  CompletableFuture<Collection<String>> ask(int partition, long sequence);

  /** Strikes a copy from the directory: at leisure, best effort, without blocking the caller. */
  void leave(String key, long ticket);

  /**
   * @param ticket of the copy that the reader will keep, or {@link #NO_COPY}
   */
  record Reading(String key, long ticket) {}

  /**
   * @param value null when the key is absent
   * @param remainingMillis how long the value will live from now; negative: for good
   * @param state E when the reader is the only holder, S when not, I when it was not entered
   * @param sequence the number of the last change of the partition, which this takes in
   */
  record Loaded(String value, long version, long remainingMillis, Mesi state, long sequence) {
    public static Loaded absent(long sequence) {
      return new Loaded(null, 0, -1, Mesi.I, sequence);
    }

    public boolean isAbsent() {
      return value == null;
    }
  }

  /**
   * @param repeated whether this is the remembered answer to the same request id
   * @param published whether an invalidation went out
   * @param sequence the number of the change in its partition, or of the one before a deletion that
   *     found nothing; 0 when the call was refused
   */
  record Answer<T>(T outcome, boolean repeated, boolean published, long sequence) {}
}
