package selaras.lock;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A whole {@link LockTable} as bytes.
 *
 * <p>Locks are written in the order of their tokens and waiters in the order of their arrival,
 * which is the order in which they stand at each resource; so the queues come back as they were,
 * and equal tables give equal bytes.
 */
final class LockSnapshot {
  private static final int FORMAT = 1;

  private LockSnapshot() {}

  static byte[] of(LockTable table) {
    return LockCodec.bytes(out -> write(out, table));
  }

  /** Fills an empty table. */
  static void restore(byte[] snapshot, LockTable empty) {
    LockCodec.value(
        snapshot,
        in -> {
          read(in, empty);
          return empty;
        });
  }

  private static void write(DataOutput out, LockTable table) throws IOException {
    out.writeInt(FORMAT);
    out.writeLong(table.now);
    out.writeLong(table.lastToken);
    out.writeLong(table.lastArrival);
    LockCodec.writeLimits(out, table.limits);
    List<HeldLock> locks =
        table.locks.values().stream().sorted(Comparator.comparingLong(lock -> lock.token)).toList();
    out.writeInt(locks.size());
    for (HeldLock lock : locks) {
      writeLock(out, lock);
    }
    List<Waiter> waiters =
        table.waiters.values().stream().sorted(Comparator.comparingLong(Waiter::arrival)).toList();
    out.writeInt(waiters.size());
    for (Waiter waiter : waiters) {
      writeWaiter(out, waiter);
    }
    out.writeInt(table.requests.answers.size());
    for (Map.Entry<String, RequestMemory.Answered> entry : table.requests.answers.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue().millis());
      out.writeLong(entry.getValue().fingerprint());
      LockCodec.write(out, entry.getValue().outcome());
    }
  }

  private static void read(DataInput in, LockTable table) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IllegalArgumentException("unknown format of lock table: " + format);
    }
    table.now = in.readLong();
    table.lastToken = in.readLong();
    table.lastArrival = in.readLong();
    table.limits = LockCodec.readLimits(in);
    LockCodec.readList(in, LockSnapshot::readLock).forEach(table::insert);
    LockCodec.readList(in, LockSnapshot::readWaiter).forEach(table::insert);
    for (int left = in.readInt(); left > 0; left--) {
      table.requests.put(
          in.readUTF(),
          new RequestMemory.Answered(in.readLong(), in.readLong(), LockCodec.readOutcome(in)));
    }
  }

  private static void writeLock(DataOutput out, HeldLock lock) throws IOException {
    out.writeUTF(lock.lockId);
    out.writeUTF(lock.holderId);
    LockCodec.writeWants(out, lock.wants);
    out.writeLong(lock.token);
    out.writeLong(lock.leaseMillis);
    out.writeLong(lock.deadline);
  }

  private static HeldLock readLock(DataInput in) throws IOException {
    return new HeldLock(
        in.readUTF(),
        in.readUTF(),
        LockCodec.readWants(in),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }

  private static void writeWaiter(DataOutput out, Waiter waiter) throws IOException {
    out.writeLong(waiter.arrival());
    out.writeUTF(waiter.requestId());
    out.writeUTF(waiter.lockId());
    out.writeUTF(waiter.holderId());
    LockCodec.writeWants(out, waiter.wants());
    out.writeLong(waiter.leaseMillis());
    out.writeLong(waiter.deadline());
  }

  private static Waiter readWaiter(DataInput in) throws IOException {
    return new Waiter(
        in.readLong(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        LockCodec.readWants(in),
        in.readLong(),
        in.readLong());
  }
}
