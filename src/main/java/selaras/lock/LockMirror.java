package selaras.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusView;

/**
 * Keeps a mirror of the lock table outside of the nodes, for those who watch it or ask afterwards
 * what was held. Nothing reads it back and no lock call waits for it.
 *
 * <p>How: every node has one, and that of the leader works. A round writes what was touched since
 * the last one. A mirror that is not as the last round left it, because the store failed or lost
 * it, or another node led meanwhile, is written anew beside the old one and then put in its place.
 * A renewal touches nothing: the mirror has the end of a lease as it was when the resource last
 * changed hands or its queue changed.
 *
 * <p>One daemon thread. It looks at the table a page at a time, so that the log never waits long.
 * While the store fails it tries again every second; the first failure and the end of a series are
 * logged.
 */
public final class LockMirror implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LockMirror.class.getName());

  /** Resources looked at, and sent, at once. */
  static final int PAGE = 200;

  private static final long RETRY_MILLIS = 1_000;

  private final Consensus consensus;
  private final ReplicatedLocks locks;
  private final TouchedResources touched;
  private final MirrorStore store;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Resources in the mirror that are free after a delay, the end of which touches nothing. */
  private final Set<String> delayed = new LinkedHashSet<>();

  private MirrorStore.AsOf written = MirrorStore.AsOf.NEVER;
  private boolean failing;

  /**
   * @param touched a listener of the locks
   */
  public LockMirror(
      Consensus consensus, ReplicatedLocks locks, TouchedResources touched, MirrorStore store) {
    this.consensus = consensus;
    this.locks = locks;
    this.touched = touched;
    this.store = store;
  }

  /**
   * Starts the thread; to be called once.
   *
   * @param interval between two rounds; zero: there is to be no mirror
   */
  public void start(Duration interval) {
    if (!interval.isZero()) {
      Thread.ofPlatform().daemon().name("lock-mirror").start(() -> run(interval.toMillis()));
    }
  }

  private void run(long intervalMillis) {
    while (!isClosedWithin(failing ? RETRY_MILLIS : intervalMillis)) {
      round();
    }
  }

  /** Brings the mirror up to date, if this node leads. */
  void round() {
    try {
      // the term first: who leads by then leads in this one, or claims one that is over already
      ConsensusView view = consensus.view();
      if (consensus.leaderMillis().isEmpty()) {
        touched.ignore();
        failing = false;
      } else {
        write(new MirrorStore.AsOf(view.term(), view.appliedIndex(), locks.now()));
      }
    } catch (RuntimeException e) {
      failed(e.getMessage());
    }
  }

  private void write(MirrorStore.AsOf now) {
    boolean isCurrent = touched.isFollowed() && written.term() == now.term();
    if ((isCurrent && change(now)) || replace(now)) {
      written = now;
      succeeded();
    } else {
      failed("another node leads in a later term, or part of a new mirror was lost");
    }
  }

  private boolean change(MirrorStore.AsOf now) {
    List<String> names = touched.take();
    names.addAll(someDelayed());
    int from = 0;
    do {
      int to = Math.min(from + PAGE, names.size());
      MirrorStore.Page page = page(names.subList(from, to));
      // the index is reached with the last page; without any, it still shows whose mirror this is
      if (!store.change(to < names.size() ? written : now, page)) {
        return false;
      }
      noteDelayed(page);
      from = to;
    } while (from < names.size());
    return true;
  }

  private boolean replace(MirrorStore.AsOf now) {
    touched.follow();
    delayed.clear();
    MirrorStore.Draft draft = store.draft(now.term());
    String after = "";
    for (MirrorStore.Page page; !(page = pageAfter(after)).isEmpty(); ) {
      if (!draft.add(page)) {
        return false;
      }
      noteDelayed(page);
      after = page.inUse().get(page.inUse().size() - 1).resource();
    }
    return draft.publish(now);
  }

  private MirrorStore.Page page(List<String> names) {
    return locks.look(
        views -> {
          List<ResourceView> inUse = new ArrayList<>();
          List<String> free = new ArrayList<>();
          for (String name : names) {
            Optional<ResourceView> view = views.resource(name);
            view.ifPresentOrElse(inUse::add, () -> free.add(name));
          }
          return new MirrorStore.Page(locks.now(), inUse, free);
        });
  }

  private MirrorStore.Page pageAfter(String name) {
    return locks.look(
        views ->
            new MirrorStore.Page(
                locks.now(), views.resources("", name, PAGE).resources(), List.of()));
  }

  /** Those that were looked at longest ago. */
  private List<String> someDelayed() {
    List<String> some = delayed.stream().limit(PAGE).toList();
    some.forEach(delayed::remove);
    return some;
  }

  private void noteDelayed(MirrorStore.Page page) {
    for (ResourceView view : page.inUse()) {
      if (view.delayMillis() > 0) {
        delayed.add(view.resource());
      }
    }
  }

  private void succeeded() {
    if (failing) {
      LOG.log(Level.INFO, "the mirror of the locks is complete again");
    }
    failing = false;
  }

  private void failed(String why) {
    touched.ignore();
    if (!failing && closed.getCount() > 0) {
      LOG.log(Level.WARNING, "the mirror of the locks is not written: " + why);
    }
    failing = true;
  }

  private boolean isClosedWithin(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
