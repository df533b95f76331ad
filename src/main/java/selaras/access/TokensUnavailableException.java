package selaras.access;

/** Whether a token is good cannot be found out now; it may be. */
public final class TokensUnavailableException extends RuntimeException {
  public TokensUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
