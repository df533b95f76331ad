package selaras.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Seeded commands of a few holders that fight for a few resources. */
final class RandomCommands {
  private final Random random;
  private final List<String> lockIds = new ArrayList<>();
  private int drawn;

  RandomCommands(Random random) {
    this.random = random;
  }

  LockCommand next() {
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> acquire(1);
      case 4, 5 -> acquire(1 + random.nextInt(3));
      case 6, 7 -> new LockCommand.Release("", someLockId());
      case 8 -> new LockCommand.ReleaseHeld("", resource(), holder());
      case 9 -> new LockCommand.Renew("", someLockId(), 1 + random.nextInt(60));
      case 10 -> new LockCommand.Withdraw(someLockId());
      default -> new LockCommand.Tick();
    };
  }

  private LockCommand acquire(int count) {
    List<String> names = new ArrayList<>(List.of("a", "b", "c", "d"));
    Collections.shuffle(names, random);
    List<Want> wants =
        names.subList(0, count).stream()
            .map(
                name ->
                    new Want(name, random.nextInt(3) == 0 ? LockMode.EXCLUSIVE : LockMode.SHARED))
            .toList();
    String lockId = "lock-" + ++drawn;
    lockIds.add(lockId);
    long wait = random.nextBoolean() ? 0 : 1 + random.nextInt(80);
    return new LockCommand.Acquire("", lockId, holder(), wants, 1 + random.nextInt(60), wait);
  }

  private String resource() {
    return String.valueOf((char) ('a' + random.nextInt(4)));
  }

  private String holder() {
    return "h" + random.nextInt(6);
  }

  private String someLockId() {
    int recent = Math.min(lockIds.size(), 20);
    return recent == 0 ? "none" : lockIds.get(lockIds.size() - 1 - random.nextInt(recent));
  }
}
