package selaras.lock;

import java.util.List;

/**
 * Where a mirror of the lock table is kept, for one writer, which is the leader.
 *
 * <p>Not thread-safe. A store that cannot be reached is an exception; whether the call took effect
 * is then unknown, and so is what the mirror says until a {@link Draft} is published. Of two
 * writers the one of the later term stays: nothing that the other sends changes the mirror.
 */
public interface MirrorStore {

  /**
   * What the mirror is to say of itself.
   *
   * @param term in which its writer leads
   * @param index of a log entry: what happened up to there is in the mirror
   * @param logMillis the log time then
   */
  record AsOf(long term, long index, long logMillis) {
    /** Of no term. */
    static final AsOf NEVER = new AsOf(-1, -1, 0);
  }

  /**
   * Some resources at one log time.
   *
   * @param logMillis the log time
   * @param inUse how those stand that somebody holds or waits for
   * @param free the names of those that nobody does
   */
  record Page(long logMillis, List<ResourceView> inUse, List<String> free) {
    boolean isEmpty() {
      return inUse.isEmpty() && free.isEmpty();
    }
  }

  /**
   * Changes some resources of the mirror.
   *
   * @return false, and nothing is changed, when the mirror is not as this writer left it: it was
   *     lost, or is an older one, or another's
   */
  boolean change(AsOf asOf, Page page);

  /** Begins a new mirror that nobody sees yet; one that was begun before is given up. */
  Draft draft(long term);

  /** A mirror to be. */
  interface Draft {

    /**
     * Adds resources that are in use, each once.
     *
     * @return false when a writer of a later term has been here
     */
    boolean add(Page page);

    /**
     * Puts it in the place of the mirror, in one step.
     *
     * @return false when a writer of a later term has been here, or part of the draft was lost
     */
    boolean publish(AsOf asOf);
  }
}
