package selaras.lock;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A whole {@link LockTable} as bytes.
 *
 * <p>Everything is written in an order that the state determines, so equal tables give equal bytes,
 * and each queue comes back as it was.
 */
final class LockSnapshot {
  private static final int FORMAT = 2;

  /**
   * What nobody grants between a backup and the loss of all that came after it: at 10,000 locks a
   * second it takes three years. JavaScript counts exactly up to nine thousand times as much.
   */
  static final long TOKENS_LOST = 1_000_000_000_000L;

  private LockSnapshot() {}

  static void write(LockTable table, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    write(data, table.state);
    data.flush();
  }

  /** Fills an empty table. */
  static void restore(DataInput snapshot, LockTable empty) throws IOException {
    read(snapshot, empty.state);
  }

  /** The same table, whose next token is above all that may have been granted since. */
  static byte[] afterLoss(byte[] snapshot) {
    LockTable table =
        Bytes.value(
            snapshot,
            in -> {
              LockTable then = new LockTable(event -> {});
              restore(in, then);
              return then;
            });
    table.state.lastToken += TOKENS_LOST;
    return Bytes.of(out -> write(out, table.state));
  }

  private static void write(DataOutput out, LockState state) throws IOException {
    out.writeInt(FORMAT);
    out.writeLong(state.now);
    out.writeLong(state.lastToken);
    out.writeLong(state.lastArrival);
    WantCodec.writeLimits(out, state.limits);
    Bytes.writeAll(out, state.sessions.values(), LockSnapshot::writeSession);
    Bytes.writeAll(
        out,
        state.locks.values().stream().sorted(Comparator.comparingLong(lock -> lock.token)).toList(),
        LockSnapshot::writeLock);
    Bytes.writeAll(
        out,
        state.waiters.values().stream().sorted(Waiter.BY_ARRIVAL).toList(),
        LockSnapshot::writeWaiter);
    Bytes.writeAll(out, delays(state), LockSnapshot::writeDelay);
    Bytes.writeAll(out, state.requests.answers.entrySet(), LockSnapshot::writeAnswered);
  }

  private static void read(DataInput in, LockState state) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IllegalArgumentException("unknown format of lock table: " + format);
    }
    state.now = in.readLong();
    state.lastToken = in.readLong();
    state.lastArrival = in.readLong();
    state.limits = WantCodec.readLimits(in);
    Bytes.readAll(in, LockSnapshot::readSession).forEach(state::add);
    for (int left = in.readInt(); left > 0; left--) {
      readLock(in, state);
    }
    Bytes.readAll(in, LockSnapshot::readWaiter).forEach(state::add);
    Bytes.readAll(in, LockSnapshot::readDelay)
        .forEach(delay -> state.delay(delay.resource(), delay.holderId(), delay.until()));
    for (int left = in.readInt(); left > 0; left--) {
      state.requests.put(in.readUTF(), in.readLong(), in.readLong(), OutcomeCodec.read(in));
    }
  }

  private static void writeSession(DataOutput out, Session session) throws IOException {
    out.writeUTF(session.sessionId);
    out.writeUTF(session.holderId);
    out.writeLong(session.leaseMillis);
    out.writeLong(session.deadline);
  }

  private static Session readSession(DataInput in) throws IOException {
    return new Session(in.readUTF(), in.readUTF(), in.readLong(), in.readLong());
  }

  private static void writeLock(DataOutput out, HeldLock lock) throws IOException {
    out.writeUTF(lock.lockId);
    out.writeUTF(lock.holderId);
    WantCodec.write(out, lock.wants);
    out.writeLong(lock.token);
    out.writeInt(lock.holds);
    out.writeLong(lock.delayMillis);
    out.writeUTF(lock.session == null ? "" : lock.session.sessionId);
    out.writeLong(lock.deadline());
  }

  private static void readLock(DataInput in, LockState state) throws IOException {
    HeldLock lock = new HeldLock(in.readUTF(), in.readUTF(), WantCodec.read(in), in.readLong());
    lock.holds = in.readInt();
    lock.delayMillis = in.readLong();
    state.add(lock);
    Session session = state.sessions.get(in.readUTF());
    long deadline = in.readLong();
    if (session == null) {
      state.live(lock, deadline);
    } else {
      state.live(lock, session);
    }
  }

  private static void writeWaiter(DataOutput out, Waiter waiter) throws IOException {
    LockCodec.writeMembers(out, waiter.ask);
    out.writeLong(waiter.arrival);
    out.writeLong(waiter.deadline);
    out.writeBoolean(waiter.ahead);
    out.writeUTF(waiter.caller);
  }

  private static Waiter readWaiter(DataInput in) throws IOException {
    Waiter waiter =
        new Waiter(LockCodec.readAcquire(in), in.readLong(), in.readLong(), in.readBoolean());
    waiter.caller = in.readUTF();
    return waiter;
  }

  private static List<Delay> delays(LockState state) {
    return state.resources.values().stream()
        .flatMap(
            resource ->
                resource.delays.entrySet().stream()
                    .map(delay -> new Delay(resource.name, delay.getKey(), delay.getValue())))
        .toList();
  }

  private static void writeDelay(DataOutput out, Delay delay) throws IOException {
    out.writeUTF(delay.resource());
    out.writeUTF(delay.holderId());
    out.writeLong(delay.until());
  }

  private static Delay readDelay(DataInput in) throws IOException {
    return new Delay(in.readUTF(), in.readUTF(), in.readLong());
  }

  private static void writeAnswered(DataOutput out, Map.Entry<String, RequestMemory.Answered> entry)
      throws IOException {
    out.writeUTF(entry.getKey());
    out.writeLong(entry.getValue().millis());
    out.writeLong(entry.getValue().fingerprint());
    out.write(entry.getValue().encoded());
  }

  /** Until when a resource is kept from all but one holder. */
  private record Delay(String resource, String holderId, long until) {}
}
