package selaras.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import selaras.access.Caller;
import selaras.access.Role;
import selaras.access.Tokens;
import selaras.access.TokensUnavailableException;

/** Lets in who shows a bearer token (RFC 6750) that is good. */
final class BearerDoor implements Door {
  private static final String SCHEME = "Bearer ";
  private static final String REALM = "Bearer realm=\"selaras\"";

  private final Tokens tokens;

  BearerDoor(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Optional<Caller> admit(HttpServletRequest request, Surface surface) {
    if (surface == Surface.PROBE) {
      return Optional.empty();
    }
    String credentials = request.getHeader("Authorization");
    if (credentials == null && surface == Surface.PAGE) {
      return Optional.empty();
    }
    Caller caller = caller(credentials);
    require(Role.READER, caller);
    return Optional.of(caller);
  }

  private Caller caller(String credentials) {
    if (credentials == null || !credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unknown();
    }
    try {
      return tokens
          .find(credentials.substring(SCHEME.length()).strip())
          .map(Tokens.Proof::caller)
          .orElseThrow(BearerDoor::noProof);
    } catch (TokensUnavailableException e) {
      throw Problem.of(503, "tokens unavailable", e.getMessage()).retryAfter(1);
    }
  }

  /** No token at all. */
  static Problem unknown() {
    return Problem.of(401, "unauthorized", "this needs a bearer token")
        .header("WWW-Authenticate", REALM);
  }

  private static Problem noProof() {
    return Problem.of(401, "unauthorized", "the token is unknown, not valid, or over")
        .header("WWW-Authenticate", REALM + ", error=\"invalid_token\"");
  }

  static void require(Role needed, Caller caller) {
    if (!caller.role().includes(needed)) {
      throw Problem.of(403, "forbidden", "this needs the role " + needed.word())
          .header("WWW-Authenticate", REALM + ", error=\"insufficient_scope\"")
          .with("role", needed.word());
    }
  }
}
