package selaras.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Seeded commands, of every kind, of a few holders that fight for a few locks and semaphores. Some
 * carry a request id, and some of those come again.
 */
final class RandomCommands {
  private static final List<String> LOCKS = List.of("a", "b", "c", "d");
  private static final List<String> SEMAPHORES = List.of("s", "t");
  private static final int RECENT = 8;

  private final Random random;
  private final List<String> lockIds = new ArrayList<>();
  private final List<String> sessionIds = new ArrayList<>();
  private final List<LockCommand> named = new ArrayList<>();
  private int drawn;

  RandomCommands(Random random) {
    this.random = random;
  }

  LockCommand next() {
    if (random.nextInt(40) == 0 && !named.isEmpty()) {
      return sentAgain(recent(named));
    }
    LockCommand command = fresh();
    if (!command.requestId().isEmpty()) {
      named.add(command);
    }
    return command;
  }

  private LockCommand fresh() {
    return switch (random.nextInt(29)) {
      case 0, 1, 2, 3, 4, 5, 6 -> acquire(1);
      case 7, 8, 9, 10, 11 -> acquire(1 + random.nextInt(3));
      case 12, 13, 14, 15 -> new LockCommand.Release(requestId(), recent(lockIds, "none"));
      case 16, 17 -> new LockCommand.ReleaseHeld(requestId(), resource(), holder());
      case 18, 19 ->
          new LockCommand.Renew(requestId(), recent(lockIds, "none"), 1 + random.nextInt(60));
      case 20, 21 -> withdraw(recent(lockIds, "none"));
      case 22 -> random.nextInt(4) == 0 ? openSession() : new LockCommand.Tick();
      case 23, 24 -> new LockCommand.Heartbeat(requestId(), recent(sessionIds, "none"));
      case 25 -> new LockCommand.CloseSession(requestId(), recent(sessionIds, "none"));
      case 26 -> new LockCommand.ForceRelease(requestId(), resource());
      case 27 -> random.nextInt(50) == 0 ? configure() : new LockCommand.Tick();
      default -> new LockCommand.Tick();
    };
  }

  private LockCommand withdraw(String lockId) {
    return new LockCommand.Withdraw(lockId, random.nextInt(8) == 0 ? "another" : lockId);
  }

  /** As another node would send it: with an id drawn anew. */
  private LockCommand sentAgain(LockCommand command) {
    if (command instanceof LockCommand.Acquire acquire) {
      return new LockCommand.Acquire(
          acquire.requestId(),
          "again-" + ++drawn,
          acquire.holderId(),
          acquire.wants(),
          random.nextInt(10) == 0 ? Terms.of(7, 7) : acquire.terms());
    }
    return command instanceof LockCommand.OpenSession open
        ? new LockCommand.OpenSession(
            open.requestId(), "again-" + ++drawn, open.holderId(), open.leaseMillis())
        : command;
  }

  private LockCommand acquire(int count) {
    List<String> names = new ArrayList<>(LOCKS);
    names.addAll(SEMAPHORES);
    Collections.shuffle(names, random);
    String lockId = "lock-" + ++drawn;
    lockIds.add(lockId);
    boolean inSession = !sessionIds.isEmpty() && random.nextInt(4) == 0;
    boolean nameless = inSession && random.nextBoolean();
    return new LockCommand.Acquire(
        requestId(),
        lockId,
        nameless ? "" : holder(),
        names.subList(0, count).stream().map(this::want).toList(),
        terms(inSession));
  }

  private Want want(String name) {
    if (SEMAPHORES.contains(name)) {
      return Want.permits(name, 1 + random.nextInt(3), random.nextInt(20) == 0 ? 4 : 3);
    }
    return random.nextInt(3) == 0 ? Want.exclusive(name) : Want.shared(name);
  }

  private Terms terms(boolean inSession) {
    return new Terms(
        1 + random.nextInt(60),
        random.nextBoolean() ? 0 : 1 + random.nextInt(80),
        random.nextInt(6) == 0 ? 1 + random.nextInt(30) : 0,
        random.nextInt(5) == 0,
        inSession ? recent(sessionIds) : "");
  }

  /** Answers are remembered for less than some waits. */
  private LockCommand configure() {
    return new LockCommand.Configure(
        new LockLimits(1_000, 1_000, 1_000, 1_000, 30 + random.nextInt(100)));
  }

  private LockCommand openSession() {
    String sessionId = "session-" + ++drawn;
    sessionIds.add(sessionId);
    return new LockCommand.OpenSession(requestId(), sessionId, holder(), 1 + random.nextInt(900));
  }

  private String requestId() {
    return random.nextInt(4) == 0 ? "request-" + ++drawn : "";
  }

  private String resource() {
    int index = random.nextInt(LOCKS.size() + SEMAPHORES.size());
    return index < LOCKS.size() ? LOCKS.get(index) : SEMAPHORES.get(index - LOCKS.size());
  }

  private String holder() {
    return "h" + random.nextInt(6);
  }

  private <T> T recent(List<T> all) {
    return all.get(all.size() - 1 - random.nextInt(Math.min(all.size(), RECENT)));
  }

  private String recent(List<String> all, String byDefault) {
    return all.isEmpty() ? byDefault : recent(all);
  }
}
