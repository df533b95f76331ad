package selaras.web;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import selaras.access.AccessSettings;
import selaras.access.Caller;

/**
 * Who makes the call that a thread serves. A resource method asks before it leaves the thread on
 * which it was called.
 *
 * <p>Thread-safe. In the open mode there is nothing to keep and nothing to look up.
 */
@Singleton
public class Callers {
  private final ThreadLocal<Caller> current = new ThreadLocal<>();
  private final boolean open;

  @Inject
  Callers(AccessSettings settings) {
    this.open = settings.isOpen();
  }

  /** Throws the 401 when nobody has proven anything. */
  Caller current() {
    if (open) {
      return Caller.ANYBODY;
    }
    Caller caller = current.get();
    if (caller == null) {
      throw BearerDoor.unknown();
    }
    return caller;
  }

  void begin(Caller caller) {
    if (!open) {
      current.set(caller);
    }
  }

  void end() {
    if (!open) {
      current.remove();
    }
  }
}
