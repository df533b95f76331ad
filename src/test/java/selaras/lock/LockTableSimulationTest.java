package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random commands against the naive model, and on three copies of which two are restored at times.
 */
final class LockTableSimulationTest {
  private static final int COMMANDS = 60_000;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomCommands commands = new RandomCommands(random);

  @Test
  void apply_randomCommands_agreesWithTheNaiveModel() {
    List<LockEvent> events = new ArrayList<>();
    LockTable table = new LockTable(events::add);
    NaiveLocks model = new NaiveLocks();
    long token = 0;
    for (int i = 0; i < COMMANDS; i++) {
      long time = table.now() + random.nextInt(12);
      table.advance(time);
      model.advance(time);
      check(table, model, "after time " + time);
      LockCommand command = commands.next();
      LockOutcome outcome = table.apply(LockCodec.decodeCommand(LockCodec.encode(command)));
      assertThat(outcome.getClass())
          .as("%s, seed %d", command, seed)
          .isEqualTo(model.apply(command));
      assertThat(LockCodec.decodeOutcome(LockCodec.encode(outcome))).isEqualTo(outcome);
      check(table, model, command.toString());
      for (LockEvent event : events) {
        if (event instanceof LockEvent.Granted granted) {
          assertThat(granted.grant().fencingToken()).as("seed %d", seed).isGreaterThan(token);
          token = granted.grant().fencingToken();
        }
      }
      if (outcome instanceof LockOutcome.Granted granted) {
        token = Math.max(token, granted.fencingToken());
      }
      events.clear();
    }
  }

  @Test
  void restore_atRandomPointsOnTwoOfThreeCopies_allStayEqualByteForByte() {
    List<LockTable> copies = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      copies.add(new LockTable(event -> {}));
    }
    long time = 0;
    for (int i = 0; i < COMMANDS; i++) {
      time += random.nextInt(12);
      LockCommand command = commands.next();
      byte[] expected = null;
      for (LockTable copy : copies) {
        copy.advance(time);
        byte[] outcome = LockCodec.encode(copy.apply(command));
        assertThat(outcome).as("seed %d", seed).isEqualTo(expected == null ? outcome : expected);
        expected = outcome;
      }
      if (random.nextInt(50) == 0) {
        int restored = 1 + random.nextInt(2);
        byte[] snapshot = LockSnapshot.of(copies.get(0));
        assertThat(LockSnapshot.of(copies.get(restored))).as("seed %d", seed).isEqualTo(snapshot);
        LockTable fresh = new LockTable(event -> {});
        LockSnapshot.restore(snapshot, fresh);
        copies.set(restored, fresh);
      }
    }
  }

  private void check(LockTable table, NaiveLocks model, String after) {
    TreeSet<String> held = new TreeSet<>();
    model.locks.forEach(lock -> held.add(lock.id() + lock.wants() + lock.deadline()));
    TreeSet<String> heldInTable = new TreeSet<>();
    table.locks.values().forEach(lock -> heldInTable.add(lock.lockId + lock.wants + lock.deadline));
    assertThat(heldInTable).as("held %s, seed %d", after, seed).isEqualTo(held);
    assertThat(table.waiters.keySet())
        .as("waiting %s, seed %d", after, seed)
        .containsExactlyInAnyOrderElementsOf(
            model.waits.stream().map(NaiveLocks.Wait::id).toList());
    table.resources.values().forEach(resource -> checkModes(resource, after));
  }

  private void checkModes(Resource resource, String after) {
    long writers =
        resource.holders.values().stream()
            .filter(lock -> lock.modeOf(resource.name) == LockMode.EXCLUSIVE)
            .count();
    assertThat(writers == 0 || resource.holders.size() == 1)
        .as("one writer or readers on %s %s, seed %d", resource.name, after, seed)
        .isTrue();
    assertThat(resource.isFree()).as("no memory for free %s", resource.name).isFalse();
  }
}
