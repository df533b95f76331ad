package selaras.consensus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies log entries: keeps the log time, applies each batch once however often it was proposed,
 * and hands the commands to the {@link Replicated} behind it.
 *
 * <p>How a batch is applied once: a node has one batch in flight at a time, so remembering the last
 * sequence number and answer of each origin is enough (the client sessions of Ongaro's
 * dissertation, section 6.3, with one session per node). A batch that comes again gets the
 * remembered answer; one that was overtaken by its successor is skipped.
 *
 * <p>Deterministic. Calls that change it come from one thread; {@link #millis} may be read from
 * any.
 */
public final class BatchedMachine {
  /**
   * Runs of nodes that are remembered; a run matters only while one of its batches is in flight.
   */
  static final int ORIGINS = 256;

  private static final int FORMAT = 1;

  private final Replicated machine;
  private final LinkedHashMap<Long, Done> lastOfOrigin = new LinkedHashMap<>(16, 0.75f, true);
  private volatile long millis;

  public BatchedMachine(Replicated machine) {
    this.machine = machine;
  }

  /** The log time of the last applied entry. */
  public long millis() {
    return millis;
  }

  /**
   * Applies one entry.
   *
   * @param term of the entry
   * @param index of the entry
   * @param entry a {@link Stamp} followed by a batch
   * @return the reply for the node that proposed it
   */
  public byte[] apply(long term, long index, ByteBuffer entry) {
    Stamp stamp = Stamp.decode(entry);
    if (stamp.term() != term) {
      // the clock was read in another term than the entry was logged in: its time means nothing
      // here, and without a time no lease can start
      return new BatchReply.Again().encode();
    }
    millis = Math.max(millis, stamp.millis());
    machine.advance(index, millis);
    return apply(index, Batch.decode(entry));
  }

  private byte[] apply(long index, Batch batch) {
    Done done = lastOfOrigin.get(batch.origin());
    if (done != null && batch.sequence() == done.sequence()) {
      return done.reply();
    }
    if (done != null && batch.sequence() < done.sequence()) {
      return new BatchReply.Superseded().encode();
    }
    List<byte[]> answers = new ArrayList<>(batch.commands().size());
    for (byte[] command : batch.commands()) {
      answers.add(machine.apply(index, command));
    }
    byte[] reply = new BatchReply.Answered(answers).encode();
    remember(batch.origin(), new Done(batch.sequence(), reply));
    return reply;
  }

  private void remember(long origin, Done done) {
    lastOfOrigin.put(origin, done);
    if (lastOfOrigin.size() > ORIGINS) {
      Iterator<Long> leastRecentlyUsed = lastOfOrigin.keySet().iterator();
      leastRecentlyUsed.next();
      leastRecentlyUsed.remove();
    }
  }

  /**
   * Writes the whole state, the machine's included. What is behind it writes twice, the first time
   * to learn how much it is, so that no second copy of a large state is made in memory.
   */
  public void snapshot(OutputStream out) throws IOException {
    DataOutputStream count = new DataOutputStream(OutputStream.nullOutputStream());
    machine.snapshot(count);
    DataOutputStream data = new DataOutputStream(out);
    writeHead(data, millis, lastOfOrigin, count.size());
    machine.snapshot(data);
    data.flush();
  }

  private static void writeHead(
      DataOutput out, long millis, Map<Long, Done> lastOfOrigin, int innerBytes)
      throws IOException {
    out.writeInt(FORMAT);
    out.writeLong(millis);
    out.writeInt(lastOfOrigin.size());
    for (Map.Entry<Long, Done> entry : lastOfOrigin.entrySet()) {
      byte[] reply = entry.getValue().reply();
      out.writeLong(entry.getKey());
      out.writeLong(entry.getValue().sequence());
      out.writeInt(reply.length);
      out.write(reply);
    }
    out.writeInt(innerBytes);
  }

  /**
   * Replaces the whole state; in memory there is one of it, and no copy of the snapshot. After a
   * failure the state is of no use.
   *
   * @param index of the last entry that the snapshot contains
   * @throws IllegalArgumentException when it is none, damaged, or has more than is known here
   */
  public void restore(long index, InputStream snapshot) throws IOException {
    DataInputStream in = new DataInputStream(snapshot);
    try {
      Head head = Head.read(in);
      millis = head.millis();
      lastOfOrigin.clear();
      lastOfOrigin.putAll(head.lastOfOrigin());
      machine.restore(index, in);
    } catch (EOFException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("the snapshot is cut short or damaged", e);
    }
    int more = in.readAllBytes().length;
    if (more > 0) {
      throw new IllegalArgumentException(more + " bytes more than are known here");
    }
  }

  /**
   * See {@link Replicated#afterLoss}; the log time goes on, and of the runs of nodes that were then
   * none is left. Changes nothing here.
   */
  public byte[] afterLoss(byte[] snapshot) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(out);
    try {
      Head head = Head.read(in);
      byte[] inner = machine.afterLoss(in.readAllBytes());
      writeHead(data, head.millis(), Map.of(), inner.length);
      data.write(inner);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The last applied batch of an origin, and its reply. */
  private record Done(long sequence, byte[] reply) {}

  /** What a snapshot begins with, before the machine's own. */
  private record Head(long millis, Map<Long, Done> lastOfOrigin) {
    static Head read(DataInput in) throws IOException {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IllegalArgumentException("unknown format of snapshot: " + format);
      }
      long millis = in.readLong();
      Map<Long, Done> lastOfOrigin = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        long origin = in.readLong();
        long sequence = in.readLong();
        byte[] reply = new byte[in.readInt()];
        in.readFully(reply);
        lastOfOrigin.put(origin, new Done(sequence, reply));
      }
      in.readInt(); // bytes of the machine's own, which ends where they do
      return new Head(millis, lastOfOrigin);
    }
  }
}
