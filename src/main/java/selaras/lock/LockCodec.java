package selaras.lock;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * Commands as bytes: a tag, then the members in order. Tags are never used twice, so that a log
 * written by an older release is read as it was meant, or refused.
 *
 * <p>Deterministic and thread-safe. Bytes that are no known command are an {@link
 * IllegalArgumentException}, which stops the node that applies them.
 */
final class LockCodec {
  private LockCodec() {}

  static byte[] encode(LockCommand command) {
    return Bytes.of(out -> write(out, command));
  }

  static LockCommand decode(byte[] bytes) {
    return Bytes.value(bytes, LockCodec::read);
  }

  /** Equal for a command and its retry, which differs in the id drawn for it. */
  static long fingerprint(LockCommand command) {
    CRC32C sum = new CRC32C();
    sum.update(encode(withoutDrawnId(command)));
    return sum.getValue();
  }

  private static LockCommand withoutDrawnId(LockCommand command) {
    if (command instanceof LockCommand.Acquire acquire) {
      return new LockCommand.Acquire(
          acquire.requestId(), "", acquire.holderId(), acquire.wants(), acquire.terms());
    }
    return command instanceof LockCommand.OpenSession open
        ? new LockCommand.OpenSession(open.requestId(), "", open.holderId(), open.leaseMillis())
        : command;
  }

  static void write(DataOutput out, LockCommand command) throws IOException {
    switch (command) {
      case LockCommand.Release release -> {
        out.writeByte(2);
        out.writeUTF(release.requestId());
        out.writeUTF(release.lockId());
      }
      case LockCommand.ReleaseHeld release -> {
        out.writeByte(3);
        out.writeUTF(release.requestId());
        out.writeUTF(release.resource());
        out.writeUTF(release.holderId());
      }
      case LockCommand.Renew renew -> {
        out.writeByte(4);
        out.writeUTF(renew.requestId());
        out.writeUTF(renew.lockId());
        out.writeLong(renew.leaseMillis());
      }
      case LockCommand.Tick tick -> out.writeByte(6);
      case LockCommand.Acquire acquire -> {
        out.writeByte(8);
        writeMembers(out, acquire);
      }
      case LockCommand.Withdraw withdraw -> {
        out.writeByte(9);
        out.writeUTF(withdraw.lockId());
        out.writeUTF(withdraw.caller());
      }
      case LockCommand.Configure configure -> {
        out.writeByte(10);
        WantCodec.writeLimits(out, configure.limits());
      }
      case LockCommand.ForceRelease force -> {
        out.writeByte(11);
        out.writeUTF(force.requestId());
        out.writeUTF(force.resource());
      }
      case LockCommand.OpenSession open -> {
        out.writeByte(12);
        out.writeUTF(open.requestId());
        out.writeUTF(open.sessionId());
        out.writeUTF(open.holderId());
        out.writeLong(open.leaseMillis());
      }
      case LockCommand.Heartbeat heartbeat -> {
        out.writeByte(13);
        out.writeUTF(heartbeat.requestId());
        out.writeUTF(heartbeat.sessionId());
      }
      case LockCommand.CloseSession close -> {
        out.writeByte(14);
        out.writeUTF(close.requestId());
        out.writeUTF(close.sessionId());
      }
    }
  }

  private static LockCommand read(DataInput in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 2 -> new LockCommand.Release(in.readUTF(), in.readUTF());
      case 3 -> new LockCommand.ReleaseHeld(in.readUTF(), in.readUTF(), in.readUTF());
      case 4 -> new LockCommand.Renew(in.readUTF(), in.readUTF(), in.readLong());
      case 6 -> new LockCommand.Tick();
      case 8 -> readAcquire(in);
      case 9 -> new LockCommand.Withdraw(in.readUTF(), in.readUTF());
      case 10 -> new LockCommand.Configure(WantCodec.readLimits(in));
      case 11 -> new LockCommand.ForceRelease(in.readUTF(), in.readUTF());
      case 12 ->
          new LockCommand.OpenSession(in.readUTF(), in.readUTF(), in.readUTF(), in.readLong());
      case 13 -> new LockCommand.Heartbeat(in.readUTF(), in.readUTF());
      case 14 -> new LockCommand.CloseSession(in.readUTF(), in.readUTF());
      default -> throw new IllegalArgumentException("unknown command: " + tag);
    };
  }

  static void writeMembers(DataOutput out, LockCommand.Acquire acquire) throws IOException {
    out.writeUTF(acquire.requestId());
    out.writeUTF(acquire.lockId());
    out.writeUTF(acquire.holderId());
    WantCodec.write(out, acquire.wants());
    Terms terms = acquire.terms();
    out.writeLong(terms.leaseMillis());
    out.writeLong(terms.waitMillis());
    out.writeLong(terms.delayMillis());
    out.writeBoolean(terms.reentrant());
    out.writeUTF(terms.sessionId());
  }

  static LockCommand.Acquire readAcquire(DataInput in) throws IOException {
    return new LockCommand.Acquire(
        in.readUTF(), in.readUTF(), in.readUTF(), WantCodec.read(in), readTerms(in));
  }

  private static Terms readTerms(DataInput in) throws IOException {
    return new Terms(in.readLong(), in.readLong(), in.readLong(), in.readBoolean(), in.readUTF());
  }
}
