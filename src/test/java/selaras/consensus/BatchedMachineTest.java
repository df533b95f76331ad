package selaras.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.testing.Snapshots;

final class BatchedMachineTest {
  private final Journal journal = new Journal();
  private final BatchedMachine machine = new BatchedMachine(journal);

  @Test
  void apply_batchTwice_appliesOnceAndAnswersAlike() {
    BatchReply first = apply(1, 1, new Stamp(1, 10), batch(7, 1, "a", "b"));
    BatchReply again = apply(1, 2, new Stamp(1, 20), batch(7, 1, "a", "b"));
    assertThat(journal.commands).containsExactly("a", "b");
    assertThat(answers(again)).isEqualTo(answers(first)).containsExactly("A", "B");
  }

  @Test
  void apply_batchOvertakenByItsSuccessor_isSkipped() {
    apply(1, 1, new Stamp(1, 10), batch(7, 2, "later"));
    BatchReply late = apply(1, 2, new Stamp(1, 20), batch(7, 1, "earlier"));
    assertThat(late).isInstanceOf(BatchReply.Superseded.class);
    assertThat(journal.commands).containsExactly("later");
  }

  @Test
  void apply_sameSequenceOfAnotherOrigin_isApplied() {
    apply(1, 1, new Stamp(1, 10), batch(7, 1, "a"));
    apply(1, 2, new Stamp(1, 20), batch(8, 1, "b"));
    assertThat(journal.commands).containsExactly("a", "b");
  }

  @Test
  void apply_stampOfAnotherTerm_appliesNothingAndAsksAgain() {
    apply(3, 1, new Stamp(3, 10), batch(7, 1, "a"));
    BatchReply stale = apply(3, 2, new Stamp(1, 9_999), batch(7, 2, "b"));
    assertThat(stale).isInstanceOf(BatchReply.Again.class);
    assertThat(machine.millis()).isEqualTo(10);
    assertThat(journal.commands).containsExactly("a");
  }

  @Test
  void apply_stampsOutOfOrder_timeNeverRunsBackwards() {
    apply(1, 1, new Stamp(1, 50), batch(7, 1, "a"));
    apply(1, 2, new Stamp(1, 40), batch(7, 2, "b"));
    assertThat(journal.times).containsExactly(50L, 50L);
  }

  @Test
  void restore_ofASnapshot_remembersTimeBatchesAndState() throws IOException {
    apply(1, 1, new Stamp(1, 50), batch(7, 1, "a"));
    Journal otherJournal = new Journal();
    BatchedMachine other = new BatchedMachine(otherJournal);
    other.restore(1, Snapshots.in(Snapshots.of(machine::snapshot)));
    assertThat(other.millis()).isEqualTo(50);
    assertThat(Snapshots.of(other::snapshot)).isEqualTo(Snapshots.of(machine::snapshot));
    ByteBuffer entry = entry(new Stamp(1, 60), batch(7, 1, "a"));
    BatchReply again = BatchReply.decode(ByteBuffer.wrap(other.apply(1, 2, entry)));
    assertThat(answers(again)).containsExactly("A");
    assertThat(otherJournal.commands).containsExactly("a");
  }

  private BatchReply apply(long term, long index, Stamp stamp, Batch batch) {
    return BatchReply.decode(ByteBuffer.wrap(machine.apply(term, index, entry(stamp, batch))));
  }

  private static ByteBuffer entry(Stamp stamp, Batch batch) {
    byte[] encoded = batch.encode();
    return ByteBuffer.allocate(Stamp.BYTES + encoded.length)
        .put(stamp.encode())
        .put(encoded)
        .flip();
  }

  private static Batch batch(long origin, long sequence, String... commands) {
    return new Batch(
        origin, sequence, Arrays.stream(commands).map(BatchedMachineTest::utf8).toList());
  }

  private static List<String> answers(BatchReply reply) {
    return ((BatchReply.Answered) reply)
        .answers().stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Keeps what it is told; answers in capitals. */
  private static final class Journal implements Replicated {
    private final List<String> commands = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    @Override
    public void advance(long index, long millis) {
      times.add(millis);
    }

    @Override
    public byte[] apply(long index, byte[] command) {
      String text = new String(command, StandardCharsets.UTF_8);
      commands.add(text);
      return utf8(text.toUpperCase());
    }

    @Override
    public byte[] afterLoss(byte[] snapshot) {
      return snapshot;
    }

    @Override
    public void snapshot(OutputStream out) throws IOException {
      out.write(utf8(String.join(",", commands)));
    }

    @Override
    public void restore(long index, DataInput snapshot) throws IOException {
      commands.clear();
      commands.addAll(List.of(snapshot.readLine().split(",")));
    }
  }
}
