package selaras.store.redis;

import java.util.Optional;

/**
 * Who this client is to Redis. The password does not show in the text form.
 *
 * @param user of Redis's access control list; empty: the default one
 * @param password empty: there is none
 */
public record Login(Optional<String> user, Optional<String> password) {
  public static final Login NONE = new Login(Optional.empty(), Optional.empty());

  @Override
  public String toString() {
    return "Login[%s]".formatted(user.orElse(password.isEmpty() ? "none" : "default user"));
  }
}
