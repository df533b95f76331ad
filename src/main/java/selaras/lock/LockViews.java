package selaras.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Answers questions about a lock table, and changes nothing. As thread-safe as the table. */
public final class LockViews {
  /** Of names, in a page. */
  private static final int PAGE_CHARS = 250_000;

  private static final int SESSION_LOCKS = 1_000;

  private final LockState state;

  LockViews(LockState state) {
    this.state = state;
  }

  /** How much there is. */
  public LockSizes sizes() {
    return new LockSizes(
        state.locks.size(), state.waiters.size(), state.sessions.size(), state.resources.size());
  }

  /** How a resource stands; empty when nobody holds it or waits for it. */
  public Optional<ResourceView> resource(String name) {
    return Optional.ofNullable(state.resources.get(name)).map(found -> found.view(state.now));
  }

  /**
   * How resources stand, in the order of their names.
   *
   * @param prefix of the names
   * @param after names up to this one are left out; empty for none
   * @param limit how many at most; fewer when they and those who hold them have long names
   */
  public ResourcePage resources(String prefix, String after, int limit) {
    boolean fromPrefix = after.compareTo(prefix) < 0;
    NavigableMap<String, Resource> from =
        state.resources.tailMap(fromPrefix ? prefix : after, fromPrefix);
    List<ResourceView> page =
        Mentions.of(
            from.values().stream()
                .takeWhile(resource -> resource.name.startsWith(prefix))
                .map(resource -> resource.view(state.now)),
            limit,
            PAGE_CHARS,
            ResourceView::chars);
    if (page.isEmpty()) {
      return new ResourcePage(page, false);
    }
    String next = state.resources.higherKey(page.get(page.size() - 1).resource());
    return new ResourcePage(page, next != null && next.startsWith(prefix));
  }

  /** The lock with this fencing token, if it holds the resource. */
  public Optional<Holder> current(String name, long token) {
    return Optional.ofNullable(state.resources.get(name))
        .map(resource -> resource.holders.get(token))
        .map(lock -> lock.on(name, state.now));
  }

  /** The lock with this id, if it is held. */
  Optional<LockOutcome.Granted> grant(String lockId) {
    return Optional.ofNullable(state.locks.get(lockId)).map(lock -> lock.granted(state.now));
  }

  /** The log time. */
  long now() {
    return state.now;
  }

  /** How many ms the lock with this id lives from the log time on; 0 when it is gone. */
  long leaseLeft(String lockId) {
    HeldLock lock = state.locks.get(lockId);
    return lock == null ? 0 : lock.deadline() - state.now;
  }

  /** The same of a session. */
  long sessionLeft(String sessionId) {
    Session session = state.sessions.get(sessionId);
    return session == null ? 0 : session.deadline - state.now;
  }

  /** Whether the call with this lock id stands in line. */
  boolean isWaiting(String lockId) {
    return state.waiters.containsKey(lockId);
  }

  /** How a session stands; empty when it is over. */
  public Optional<SessionView> session(String sessionId) {
    return Optional.ofNullable(state.sessions.get(sessionId)).map(this::view);
  }

  private SessionView view(Session session) {
    List<HeldLock> held =
        session.lockIds.stream().map(state.locks::get).filter(lock -> lock != null).toList();
    List<SessionView.LockView> first =
        Mentions.of(
            held.stream()
                .map(lock -> new SessionView.LockView(lock.lockId, lock.wants, lock.token)),
            SESSION_LOCKS,
            PAGE_CHARS,
            SessionView.LockView::chars);
    return new SessionView(
        session.sessionId, session.holderId, session.deadline - state.now, first, held.size());
  }

  /** Whether a command leaves the table no larger: it comes again, or gives back what is held. */
  boolean needsNoRoom(LockCommand command) {
    return state.requests.find(command.requestId()) != null || givesBack(command);
  }

  private boolean givesBack(LockCommand command) {
    return switch (command) {
      case LockCommand.Release release -> givesBack(state.locks.get(release.lockId()));
      case LockCommand.ReleaseHeld release ->
          givesBack(state.lock(release.holderId(), release.resource()));
      case LockCommand.ForceRelease force -> state.resources.containsKey(force.resource());
      case LockCommand.CloseSession close -> state.sessions.containsKey(close.sessionId());
      default -> false;
    };
  }

  private static boolean givesBack(HeldLock lock) {
    return lock != null && lock.holds == 1;
  }

  /** Those who hold any of the wanted resources. */
  LockOutcome.Held held(List<Want> wants) {
    List<Holder> holders = new ArrayList<>();
    long delay = 0;
    for (Want want : wants) {
      Resource resource = state.resources.get(want.resource());
      if (resource != null) {
        holders.addAll(resource.namedHolders(state.now));
        delay = Math.max(delay, resource.delayMillis(state.now));
      }
    }
    return new LockOutcome.Held(Mentions.ofHolders(holders.stream()), delay);
  }
}
