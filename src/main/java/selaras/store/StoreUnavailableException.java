package selaras.store;

/**
 * The shared store did not answer in time, or not at all.
 *
 * <p>{@link #mayHaveHappened()} says whether the operation could have taken effect all the same:
 * false when no connection was made, true when the answer was lost. Callers who sent a request id
 * send the same request again.
 */
public final class StoreUnavailableException extends RuntimeException {
  private final boolean mayHaveHappened;

  public StoreUnavailableException(String message, boolean mayHaveHappened, Throwable cause) {
    super(message, cause);
    this.mayHaveHappened = mayHaveHappened;
  }

  public boolean mayHaveHappened() {
    return mayHaveHappened;
  }
}
