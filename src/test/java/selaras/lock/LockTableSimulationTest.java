package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import selaras.testing.Snapshots;

/**
 * Random commands of every kind against the naive model, and a million on three copies of which two
 * are restored from snapshots at times. {@code -Dseed=} repeats a run.
 */
final class LockTableSimulationTest {
  private static final int COMMANDS_BESIDE_THE_MODEL = 40_000;
  private static final int COMMANDS_ON_THREE_COPIES = 1_000_000;

  /** Shorter than some of the waits. */
  private static final long REMEMBERED_MILLIS = 50;

  private static final LockLimits LIMITS =
      new LockLimits(1_000, 1_000, 1_000, 1_000, REMEMBERED_MILLIS);

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomCommands commands = new RandomCommands(random);

  @Test
  void apply_randomCommands_agreesWithTheNaiveModel() {
    TokenWatch tokens = new TokenWatch();
    LockTable table = new LockTable(tokens::happened);
    table.apply(new LockCommand.Configure(LIMITS));
    NaiveLocks model = new NaiveLocks(LIMITS.requestMillis());
    for (int i = 0; i < COMMANDS_BESIDE_THE_MODEL; i++) {
      long time = table.now() + random.nextInt(6);
      table.advance(time);
      model.advance(time);
      check(table, model, i, "time " + time);
      LockCommand command = commands.next();
      LockOutcome outcome = table.apply(command);
      assertEqual(i, command, outcome.getClass(), model.apply(command));
      check(table, model, i, command);
      assertEqual(i, "stuck", new TreeSet<>(), model.stuck());
    }
  }

  @Test
  void restore_atRandomPointsOnTwoOfThreeCopies_allStayEqualByteForByte() throws IOException {
    TokenWatch tokens = new TokenWatch();
    LockTable[] copies = {
      new LockTable(tokens::happened), new LockTable(event -> {}), new LockTable(event -> {})
    };
    for (LockTable copy : copies) {
      copy.apply(new LockCommand.Configure(LIMITS));
    }
    for (int i = 0; i < COMMANDS_ON_THREE_COPIES; i++) {
      long time = copies[0].now() + random.nextInt(6);
      LockCommand command = commands.next();
      LockCommand logged = LockCodec.decode(LockCodec.encode(command));
      assertEqual(i, "codec", logged, command);
      LockOutcome expected = null;
      for (LockTable copy : copies) {
        copy.advance(time);
        LockOutcome outcome = copy.apply(logged);
        assertEqual(i, command, outcome, expected == null ? outcome : expected);
        expected = outcome;
      }
      assertEqual(i, "codec", OutcomeCodec.decode(OutcomeCodec.encode(expected)), expected);
      copies[0].state.resources.values().forEach(this::checkHolders);
      if (random.nextInt(500) == 0) {
        restore(copies, 1 + random.nextInt(2), i);
      }
    }
  }

  private void restore(LockTable[] copies, int number, int step) throws IOException {
    byte[] snapshot = snapshot(copies[0]);
    assertThat(snapshot(copies[number])).as("step %d, seed %d", step, seed).isEqualTo(snapshot);
    LockTable fresh = new LockTable(event -> {});
    LockSnapshot.restore(Snapshots.in(snapshot), fresh);
    copies[number] = fresh;
  }

  private void check(LockTable table, NaiveLocks model, int step, Object after) {
    TreeSet<String> held = new TreeSet<>();
    model.locks.forEach(l -> held.add(l.id + l.wants + model.deadline(l) + " x" + l.holds));
    TreeSet<String> heldInTable = new TreeSet<>();
    table
        .state
        .locks
        .values()
        .forEach(l -> heldInTable.add(l.lockId + l.wants + l.deadline() + " x" + l.holds));
    assertEqual(step, after, heldInTable, held);
    TreeSet<String> waiting = new TreeSet<>();
    model.waits.forEach(wait -> waiting.add(wait.id()));
    assertEqual(step, after, new TreeSet<>(table.state.waiters.keySet()), waiting);
    table.state.resources.values().forEach(this::checkHolders);
  }

  /** At most one writer, no reader beside it, no more permits taken than there are. */
  private void checkHolders(Resource resource) {
    boolean writer = false;
    long taken = 0;
    for (HeldLock lock : resource.holders.values()) {
      Want want = lock.wantOn(resource.name);
      writer |= want.mode() == LockMode.EXCLUSIVE;
      taken += want.mode() == LockMode.PERMITS ? want.count() : 0;
    }
    boolean holds =
        !resource.isFree()
            && (!writer || resource.holders.size() == 1)
            && taken <= Math.max(resource.permits(), 0);
    if (!holds) {
      fail("holders of %s: %s, seed %d", resource.name, resource.holders.values(), seed);
    }
  }

  private void assertEqual(int step, Object after, Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) {
      assertThat(actual).as("step %d, after %s, seed %d", step, after, seed).isEqualTo(expected);
    }
  }

  /** Each grant has a greater token than all before, or is of a lock that keeps its own. */
  private final class TokenWatch {
    private final Map<String, Long> tokens = new HashMap<>();
    private long last;

    void happened(LockEvent event) {
      if (event instanceof LockEvent.Granted granted) {
        long token = granted.grant().fencingToken();
        Long before = tokens.put(event.lockId(), token);
        if (token <= last && !Objects.equals(before, token)) {
          fail("%s after token %d, seed %d", event, last, seed);
        }
        last = Math.max(last, token);
      }
      if (event instanceof LockEvent.Freed) {
        tokens.remove(event.lockId());
      }
    }
  }

  private static byte[] snapshot(LockTable table) {
    return Snapshots.of(out -> LockSnapshot.write(table, out));
  }
}
