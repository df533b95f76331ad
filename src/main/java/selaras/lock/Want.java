package selaras.lock;

import java.util.List;

/**
 * A resource and how much of it is wanted or held.
 *
 * <p>One arithmetic serves every mode: holders fit together while their counts sum up to no more
 * than the permits. A reader takes one of very many permits, a writer takes all of them.
 *
 * @param count permits taken
 * @param permits of the resource; all who hold it or wait for it have to name the same number
 */
public record Want(String resource, LockMode mode, int count, int permits) {
  public static Want shared(String resource) {
    return new Want(resource, LockMode.SHARED, 1, Integer.MAX_VALUE);
  }

  public static Want exclusive(String resource) {
    return new Want(resource, LockMode.EXCLUSIVE, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Some permits of a semaphore. */
  public static Want permits(String resource, int count, int permits) {
    if (count < 1 || count > permits || permits == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(count + " of " + permits + " permits");
    }
    return new Want(resource, LockMode.PERMITS, count, permits);
  }

  /** The one among the wants that names the resource, which has to be there. */
  static Want on(String resource, List<Want> wants) {
    for (Want want : wants) {
      if (want.resource().equals(resource)) {
        return want;
      }
    }
    throw new IllegalStateException(resource + " is not among " + wants);
  }

  /** Whether two lists without repetition name the same resources, in any order. */
  static boolean sameResources(List<Want> some, List<Want> others) {
    return some.size() == others.size()
        && some.stream()
            .allMatch(one -> others.stream().anyMatch(o -> o.resource().equals(one.resource())));
  }

  static List<String> resources(List<Want> wants) {
    return wants.stream().map(Want::resource).toList();
  }

  /** Whether they can stand in line without regard for each other, as readers can. */
  boolean sharesWith(Want other) {
    return mode == LockMode.SHARED && other.mode == LockMode.SHARED;
  }
}
