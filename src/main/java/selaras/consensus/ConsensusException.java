package selaras.consensus;

import java.util.concurrent.CompletionException;

/** Agreement was not reached in time. The kind says whether the command may have been applied. */
public abstract sealed class ConsensusException extends RuntimeException {
  private ConsensusException(String message) {
    super(message, null, false, false);
  }

  /** What a future failed with, without the wrapping of those that depend on it. */
  public static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Whether the command may have been, or may yet be, applied. */
  public abstract boolean mayHaveHappened();

  /** There was no leader with a majority behind it; the command was never proposed. */
  public static final class NoQuorum extends ConsensusException {
    public NoQuorum(String message) {
      super(message);
    }

    @Override
    public boolean mayHaveHappened() {
      return false;
    }
  }

  /** The command was proposed, and its outcome did not become known in time. */
  public static final class Indeterminate extends ConsensusException {
    public Indeterminate(String message) {
      super(message);
    }

    @Override
    public boolean mayHaveHappened() {
      return true;
    }
  }

  /** Too many commands are waiting on this node already; this one was not taken. */
  public static final class Overloaded extends ConsensusException {
    public Overloaded(String message) {
      super(message);
    }

    @Override
    public boolean mayHaveHappened() {
      return false;
    }
  }

  /** This node stops; another one serves. */
  public static final class NodeStops extends ConsensusException {
    private final boolean mayHaveHappened;

    public NodeStops(String message, boolean mayHaveHappened) {
      super(message);
      this.mayHaveHappened = mayHaveHappened;
    }

    @Override
    public boolean mayHaveHappened() {
      return mayHaveHappened;
    }
  }
}
