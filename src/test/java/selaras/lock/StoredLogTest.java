package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import selaras.consensus.BatchedMachine;
import selaras.testing.Snapshots;

/**
 * Two releases run side by side while nodes are restarted one after the other: each has to read
 * what the other writes. See {@code selaras.consensus}'s package-info for the rule.
 */
class StoredLogTest {
  private final StoredLog released = StoredLog.read("log-0.1.txt");

  @Test
  void log_ofTheRelease_hasEveryCommandAndEveryOutcome() {
    Set<String> commands = new TreeSet<>();
    Set<String> outcomes = new TreeSet<>();
    released.entries().stream()
        .flatMap(entry -> StoredLog.Parts.of(entry).commands().stream())
        .forEach(command -> commands.add(LockCodec.decode(command).getClass().getSimpleName()));
    released.replies().stream()
        .flatMap(reply -> StoredLog.answers(reply).stream())
        .forEach(answer -> outcomes.add(OutcomeCodec.decode(answer).getClass().getSimpleName()));

    assertThat(commands).containsExactlyInAnyOrderElementsOf(kinds(LockCommand.class));
    assertThat(outcomes).containsExactlyInAnyOrderElementsOf(kinds(LockOutcome.class));
  }

  @Test
  void log_ofTheRelease_isReadToTheSameAnswersAndTheSameState() throws IOException {
    BatchedMachine replayed = machine();
    for (int i = 0; i < released.entries().size(); i++) {
      byte[] reply = replayed.apply(StoredLog.TERM, i + 1, entry(i));
      assertThat(reply).as("reply to entry %d", i + 1).isEqualTo(released.replies().get(i));
    }
    BatchedMachine restored = machine();
    restored.restore(released.entries().size(), Snapshots.in(released.snapshot()));

    assertThat(Snapshots.of(replayed::snapshot)).isEqualTo(Snapshots.of(restored::snapshot));
    assertThat(replayed.millis()).isEqualTo(restored.millis());
  }

  /** When this fails, the release before cannot read what this one writes. */
  @Test
  void everythingWritten_isAsTheReleaseWroteIt() throws IOException {
    for (byte[] entry : released.entries()) {
      StoredLog.Parts parts = StoredLog.Parts.of(entry);
      assertThat(parts.bytes()).isEqualTo(entry);
      for (byte[] command : parts.commands()) {
        assertThat(LockCodec.encode(LockCodec.decode(command))).isEqualTo(command);
      }
    }
    for (byte[] reply : released.replies()) {
      for (byte[] answer : StoredLog.answers(reply)) {
        assertThat(OutcomeCodec.encode(OutcomeCodec.decode(answer))).isEqualTo(answer);
      }
    }
    BatchedMachine restored = machine();
    restored.restore(released.entries().size(), Snapshots.in(released.snapshot()));
    assertThat(Snapshots.of(restored::snapshot)).isEqualTo(released.snapshot());
  }

  @Test
  void command_ofANewerRelease_isRefused() {
    byte[] unknown = {(byte) 99};
    byte[] known = LockCodec.encode(new LockCommand.Heartbeat("", "s"));
    byte[] withMore = Arrays.copyOf(known, known.length + 1);

    assertRefused(() -> LockCodec.decode(unknown), "unknown command: 99");
    assertRefused(() -> LockCodec.decode(withMore), "1 bytes more than are known");
  }

  @Test
  void entry_ofANewerRelease_isRefused() {
    byte[] first = released.entries().get(0);
    byte[] marked = first.clone();
    marked[0] = (byte) 0x80;
    byte[] withMore = Arrays.copyOf(first, first.length + 2);

    assertRefused(() -> apply(marked), "unknown format of log entry");
    assertRefused(() -> apply(withMore), "2 bytes more than are known");
  }

  @Test
  void snapshot_ofANewerRelease_isRefused() {
    byte[] newer = released.snapshot().clone();
    newer[3]++;
    byte[] withMore = Arrays.copyOf(released.snapshot(), released.snapshot().length + 3);
    byte[] cut = Arrays.copyOf(released.snapshot(), released.snapshot().length - 1);

    assertRefused(() -> machine().restore(1, Snapshots.in(newer)), "unknown format of snapshot: 2");
    assertRefused(
        () -> machine().restore(1, Snapshots.in(withMore)), "3 bytes more than are known");
    assertRefused(() -> machine().restore(1, Snapshots.in(cut)), "cut short");
  }

  private static void assertRefused(ThrowingCallable call, String why) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
  }

  private static byte[] apply(byte[] entry) {
    return machine().apply(StoredLog.TERM, 1, ByteBuffer.wrap(entry));
  }

  private ByteBuffer entry(int position) {
    return ByteBuffer.wrap(released.entries().get(position)).asReadOnlyBuffer();
  }

  private static BatchedMachine machine() {
    return new BatchedMachine(new ReplicatedLocks(List.of()));
  }

  private static Set<String> kinds(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses())
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
