package selaras.lock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import selaras.consensus.BatchedMachine;
import selaras.consensus.Stamp;
import selaras.testing.Snapshots;

/**
 * A log as a release wrote it: entries with the replies to them, and the snapshot after the last
 * one, in hexadecimal, a line each. {@link #main} writes one with the code as it is, to be kept
 * when a release is made.
 *
 * @param entries in order; the first has index 1
 */
record StoredLog(List<byte[]> entries, List<byte[]> replies, byte[] snapshot) {
  static final long TERM = 3;
  private static final int COMMANDS = 160;
  private static final long SEED = 20;

  static StoredLog read(String name) {
    List<byte[]> entries = new ArrayList<>();
    List<byte[]> replies = new ArrayList<>();
    byte[] snapshot = null;
    for (String line : text(name).split("\n")) {
      byte[] bytes = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
      switch (line.substring(0, line.indexOf(' '))) {
        case "entry" -> entries.add(bytes);
        case "reply" -> replies.add(bytes);
        case "snapshot" -> snapshot = bytes;
        default -> throw new IllegalArgumentException(line);
      }
    }
    return new StoredLog(entries, replies, snapshot);
  }

  private static String text(String name) {
    try (InputStream in = StoredLog.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The parts of a batch; laid out here once more, so that a change of the layout is noticed. */
  record Parts(long term, long millis, long origin, long sequence, List<byte[]> commands) {
    static Parts of(byte[] entry) {
      ByteBuffer in = ByteBuffer.wrap(entry);
      return new Parts(in.getLong(), in.getLong(), in.getLong(), in.getLong(), items(in));
    }

    byte[] bytes() {
      int size = commands.stream().mapToInt(command -> Integer.BYTES + command.length).sum();
      ByteBuffer out = ByteBuffer.allocate(4 * Long.BYTES + Integer.BYTES + size);
      out.put(new Stamp(term, millis).encode()).putLong(origin).putLong(sequence);
      out.putInt(commands.size());
      commands.forEach(command -> out.putInt(command.length).put(command));
      return out.array();
    }
  }

  /** The answers in a reply to a batch that was applied. */
  static List<byte[]> answers(byte[] reply) {
    return items(ByteBuffer.wrap(reply).position(1));
  }

  private static List<byte[]> items(ByteBuffer in) {
    List<byte[]> items = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      byte[] item = new byte[in.getInt()];
      in.get(item);
      items.add(item);
    }
    return items;
  }

  /**
   * @param args the file to write
   */
  public static void main(String[] args) throws IOException {
    BatchedMachine machine = new BatchedMachine(new ReplicatedLocks(List.of()));
    StringBuilder text = new StringBuilder();
    long index = 0;
    for (Parts parts : batches()) {
      index++;
      byte[] entry = parts.bytes();
      byte[] reply = machine.apply(TERM, index, ByteBuffer.wrap(entry));
      line(text, "entry", entry);
      line(text, "reply", reply);
    }
    line(text, "snapshot", Snapshots.of(machine::snapshot));
    Files.writeString(Path.of(args[0]), text);
  }

  private static void line(StringBuilder text, String kind, byte[] bytes) {
    text.append(kind).append(' ').append(HexFormat.of().formatHex(bytes)).append('\n');
  }

  private static List<Parts> batches() {
    Random random = new Random(SEED);
    RandomCommands commands = new RandomCommands(random);
    List<List<LockCommand>> all = new ArrayList<>();
    all.add(List.of(new LockCommand.Configure(new LockLimits(9, 3, 4, 200_000, 300_000))));
    for (int left = COMMANDS; left > 0; left -= all.get(all.size() - 1).size()) {
      List<LockCommand> batch = new ArrayList<>();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        batch.add(commands.next());
      }
      all.add(batch);
    }
    all.addAll(refusals());
    long millis = 1_000;
    List<Parts> parts = new ArrayList<>();
    for (List<LockCommand> batch : all) {
      millis += random.nextInt(12);
      long origin = 1 + parts.size() % 3;
      List<byte[]> bytes = batch.stream().map(LockCodec::encode).toList();
      parts.add(new Parts(TERM, millis, origin, parts.size() + 1, bytes));
    }
    return parts;
  }

  /** What chance seldom brings, and long leases, so that there is something in the snapshot. */
  private static List<List<LockCommand>> refusals() {
    Terms alone = Terms.of(60_000, 0);
    Terms inSession = new Terms(60_000, 0, 500, true, "kept");
    return List.of(
        List.of(
            new LockCommand.Configure(new LockLimits(1, 20, 40, 200_000, 300_000)),
            new LockCommand.Acquire("", "m1", "h8", want("one"), alone),
            new LockCommand.Acquire("", "m2", "h8", want("too-many"), alone),
            new LockCommand.Configure(new LockLimits(50, 20, 40, 200_000, 300_000))),
        List.of(
            new LockCommand.OpenSession("open", "kept", "keeper", 60_000),
            new LockCommand.Acquire("", "in-session", "", want("page"), inSession),
            new LockCommand.Acquire("", "of-another", "other", want("leaf"), inSession)),
        List.of(
            new LockCommand.Acquire("first", "l1", "h1", want("left"), alone),
            new LockCommand.Acquire("", "l2", "h2", want("right"), alone),
            new LockCommand.Acquire("", "w1", "h1", want("right"), Terms.of(60_000, 50_000)),
            new LockCommand.Acquire("", "w2", "h2", want("left"), Terms.of(60_000, 50_000))),
        List.of(
            new LockCommand.Renew("", "in-session", 1_000),
            new LockCommand.Heartbeat("first", "kept"),
            new LockCommand.OpenSession("", "closed", "h3", 1_000),
            new LockCommand.CloseSession("", "closed"),
            new LockCommand.Acquire("", "s1", "h4", List.of(Want.permits("pool", 1, 2)), alone),
            new LockCommand.Acquire("", "s2", "h5", List.of(Want.permits("pool", 1, 5)), alone)),
        List.of(
            new LockCommand.Acquire("", "f1", "h6", want("taken"), alone),
            new LockCommand.ForceRelease("forced", "taken"),
            new LockCommand.Acquire("", "d1", "h7", want("late"), new Terms(1, 0, 900, false, ""))),
        List.of(new LockCommand.Tick()));
  }

  private static List<Want> want(String resource) {
    return List.of(Want.exclusive(resource));
  }
}
