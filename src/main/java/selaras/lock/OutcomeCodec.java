package selaras.lock;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Outcomes as bytes, in the manner of {@link LockCodec}: they travel to the node that asked and are
 * remembered in snapshots.
 */
final class OutcomeCodec {
  private static final byte QUEUED = 3;

  private OutcomeCodec() {}

  static byte[] encode(LockOutcome outcome) {
    return Bytes.of(out -> write(out, outcome));
  }

  static LockOutcome decode(byte[] bytes) {
    return Bytes.value(bytes, OutcomeCodec::read);
  }

  /** Whether these bytes are {@link LockOutcome.Queued}. */
  static boolean isQueued(byte[] bytes) {
    return bytes[0] == QUEUED;
  }

  static void write(DataOutput out, LockOutcome outcome) throws IOException {
    switch (outcome) {
      case LockOutcome.Queued queued -> {
        out.writeByte(QUEUED);
        out.writeUTF(queued.lockId());
      }
      case LockOutcome.Renewed renewed -> {
        out.writeByte(5);
        out.writeUTF(renewed.lockId());
        out.writeLong(renewed.fencingToken());
        out.writeLong(renewed.leaseMillis());
      }
      case LockOutcome.NotHeld notHeld -> out.writeByte(6);
      case LockOutcome.OverLimit over -> {
        out.writeByte(7);
        out.writeUTF(over.what());
        out.writeLong(over.limit());
      }
      case LockOutcome.Reused reused -> out.writeByte(8);
      case LockOutcome.Done done -> out.writeByte(9);
      case LockOutcome.Granted granted -> {
        out.writeByte(10);
        out.writeUTF(granted.lockId());
        out.writeUTF(granted.holderId());
        WantCodec.write(out, granted.wants());
        out.writeLong(granted.fencingToken());
        out.writeLong(granted.leaseMillis());
        out.writeInt(granted.holds());
      }
      case LockOutcome.Held held -> {
        out.writeByte(11);
        Bytes.writeAll(out, held.holders(), OutcomeCodec::writeHolder);
        out.writeLong(held.delayMillis());
      }
      case LockOutcome.Released released -> {
        out.writeByte(12);
        out.writeUTF(released.lockId());
        out.writeInt(released.holds());
      }
      case LockOutcome.Deadlock deadlock -> {
        out.writeByte(13);
        Bytes.writeAll(out, deadlock.cycle(), OutcomeCodec::writeLink);
      }
      case LockOutcome.PermitsDiffer differ -> {
        out.writeByte(14);
        out.writeUTF(differ.resource());
        out.writeInt(differ.permits());
      }
      case LockOutcome.Forced forced -> {
        out.writeByte(15);
        Bytes.writeAll(out, forced.holders(), OutcomeCodec::writeHolder);
      }
      case LockOutcome.LivesWithSession lives -> {
        out.writeByte(16);
        out.writeUTF(lives.sessionId());
      }
      case LockOutcome.SessionAlive alive -> {
        out.writeByte(17);
        out.writeUTF(alive.sessionId());
        out.writeUTF(alive.holderId());
        out.writeLong(alive.leaseMillis());
      }
      case LockOutcome.SessionClosed closed -> {
        out.writeByte(18);
        out.writeUTF(closed.sessionId());
        out.writeInt(closed.locks());
      }
      case LockOutcome.NoSession none -> {
        out.writeByte(19);
        out.writeUTF(none.sessionId());
      }
      case LockOutcome.SessionOfAnother of -> {
        out.writeByte(20);
        out.writeUTF(of.sessionId());
      }
    }
  }

  static LockOutcome read(DataInput in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case QUEUED -> new LockOutcome.Queued(in.readUTF());
      case 5 -> new LockOutcome.Renewed(in.readUTF(), in.readLong(), in.readLong());
      case 6 -> new LockOutcome.NotHeld();
      case 7 -> new LockOutcome.OverLimit(in.readUTF(), in.readLong());
      case 8 -> new LockOutcome.Reused();
      case 9 -> new LockOutcome.Done();
      case 10 ->
          new LockOutcome.Granted(
              in.readUTF(),
              in.readUTF(),
              WantCodec.read(in),
              in.readLong(),
              in.readLong(),
              in.readInt());
      case 11 -> new LockOutcome.Held(Bytes.readAll(in, OutcomeCodec::readHolder), in.readLong());
      case 12 -> new LockOutcome.Released(in.readUTF(), in.readInt());
      case 13 -> new LockOutcome.Deadlock(Bytes.readAll(in, OutcomeCodec::readLink));
      case 14 -> new LockOutcome.PermitsDiffer(in.readUTF(), in.readInt());
      case 15 -> new LockOutcome.Forced(Bytes.readAll(in, OutcomeCodec::readHolder));
      case 16 -> new LockOutcome.LivesWithSession(in.readUTF());
      case 17 -> new LockOutcome.SessionAlive(in.readUTF(), in.readUTF(), in.readLong());
      case 18 -> new LockOutcome.SessionClosed(in.readUTF(), in.readInt());
      case 19 -> new LockOutcome.NoSession(in.readUTF());
      case 20 -> new LockOutcome.SessionOfAnother(in.readUTF());
      default -> throw new IllegalArgumentException("unknown outcome: " + tag);
    };
  }

  private static void writeHolder(DataOutput out, Holder holder) throws IOException {
    out.writeUTF(holder.resource());
    out.writeUTF(holder.holderId());
    out.writeUTF(holder.lockId());
    WantCodec.writeMode(out, holder.mode());
    out.writeInt(holder.count());
    out.writeLong(holder.fencingToken());
    out.writeLong(holder.remainingMillis());
  }

  private static Holder readHolder(DataInput in) throws IOException {
    return new Holder(
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        WantCodec.readMode(in),
        in.readInt(),
        in.readLong(),
        in.readLong());
  }

  private static void writeLink(DataOutput out, LockOutcome.Link link) throws IOException {
    out.writeUTF(link.holderId());
    out.writeUTF(link.resource());
  }

  private static LockOutcome.Link readLink(DataInput in) throws IOException {
    return new LockOutcome.Link(in.readUTF(), in.readUTF());
  }
}
