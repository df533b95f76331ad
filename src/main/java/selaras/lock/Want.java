package selaras.lock;

import java.util.List;

/** A resource and the mode in which it is wanted or held. */
public record Want(String resource, LockMode mode) {

  /** The mode in which a resource stands among the wants, where it has to stand once. */
  static LockMode modeOf(String resource, List<Want> wants) {
    for (Want want : wants) {
      if (want.resource().equals(resource)) {
        return want.mode();
      }
    }
    throw new IllegalStateException(resource + " is not among " + wants);
  }
}
