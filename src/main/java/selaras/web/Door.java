package selaras.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import selaras.access.Caller;

/** Says who calls, of every request, before anything else is done with it. Thread-safe. */
interface Door {
  /** The caller; empty for what is shown to anybody. Throws the problem of who is not let in. */
  Optional<Caller> admit(HttpServletRequest request, Surface surface);
}
