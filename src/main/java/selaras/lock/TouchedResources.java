package selaras.lock;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of the resources that something happened to, each once, for one who follows them.
 *
 * <p>Thread-safe. Holds nothing while nobody follows, and else what is touched between two calls of
 * {@link #take}: never more names than there are resources touched in that time.
 */
public final class TouchedResources implements LockListener {
  private Set<String> names = new LinkedHashSet<>();
  private boolean followed;

  /** From now on all are kept; what was touched before is not. */
  synchronized void follow() {
    names = new LinkedHashSet<>();
    followed = true;
  }

  /** From now on none is kept. */
  synchronized void ignore() {
    names = new LinkedHashSet<>();
    followed = false;
  }

  /** Whether nothing was missed since {@link #follow}. */
  synchronized boolean isFollowed() {
    return followed;
  }

  /**
   * Takes out the names, the one touched first in front. Who looks at the resources after this
   * misses nothing: what happens then comes with the next call.
   */
  synchronized List<String> take() {
    List<String> taken = new ArrayList<>(names);
    names = new LinkedHashSet<>();
    return taken;
  }

  @Override
  public synchronized void happened(EventId id, LockEvent event) {
    if (followed) {
      event.wants().forEach(want -> names.add(want.resource()));
    }
  }

  /** Nothing tells which resources the snapshot has changed. */
  @Override
  public void restored(long index, LockViews copy) {
    ignore();
  }
}
