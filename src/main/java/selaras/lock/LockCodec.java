package selaras.lock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Commands and outcomes as bytes: a tag, then the members in order. Tags are never used twice, so
 * that a log written by an older release stays readable.
 *
 * <p>Deterministic and thread-safe. Bytes that are no known command are an {@link
 * IllegalArgumentException}, which stops the node that applies them.
 */
final class LockCodec {
  private LockCodec() {}

  static byte[] encode(LockCommand command) {
    return bytes(out -> write(out, command));
  }

  static LockCommand decodeCommand(byte[] bytes) {
    return value(bytes, LockCodec::readCommand);
  }

  static byte[] encode(LockOutcome outcome) {
    return bytes(out -> write(out, outcome));
  }

  static LockOutcome decodeOutcome(byte[] bytes) {
    return value(bytes, LockCodec::readOutcome);
  }

  /** Equal for a command and its retry, which differs in the lock id drawn for it. */
  static long fingerprint(LockCommand command) {
    LockCommand named =
        command instanceof LockCommand.Acquire acquire
            ? new LockCommand.Acquire(
                acquire.requestId(),
                "",
                acquire.holderId(),
                acquire.wants(),
                acquire.leaseMillis(),
                acquire.waitMillis())
            : command;
    CRC32C sum = new CRC32C();
    sum.update(encode(named));
    return sum.getValue();
  }

  private static void write(DataOutput out, LockCommand command) throws IOException {
    switch (command) {
      case LockCommand.Acquire acquire -> {
        out.writeByte(1);
        out.writeUTF(acquire.requestId());
        out.writeUTF(acquire.lockId());
        out.writeUTF(acquire.holderId());
        writeWants(out, acquire.wants());
        out.writeLong(acquire.leaseMillis());
        out.writeLong(acquire.waitMillis());
      }
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
      case LockCommand.Withdraw withdraw -> {
        out.writeByte(5);
        out.writeUTF(withdraw.lockId());
      }
      case LockCommand.Tick tick -> out.writeByte(6);
      case LockCommand.Configure configure -> {
        out.writeByte(7);
        writeLimits(out, configure.limits());
      }
    }
  }

  private static LockCommand readCommand(DataInput in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 1 ->
          new LockCommand.Acquire(
              in.readUTF(),
              in.readUTF(),
              in.readUTF(),
              readWants(in),
              in.readLong(),
              in.readLong());
      case 2 -> new LockCommand.Release(in.readUTF(), in.readUTF());
      case 3 -> new LockCommand.ReleaseHeld(in.readUTF(), in.readUTF(), in.readUTF());
      case 4 -> new LockCommand.Renew(in.readUTF(), in.readUTF(), in.readLong());
      case 5 -> new LockCommand.Withdraw(in.readUTF());
      case 6 -> new LockCommand.Tick();
      case 7 -> new LockCommand.Configure(readLimits(in));
      default -> throw new IllegalArgumentException("unknown command: " + tag);
    };
  }

  static void write(DataOutput out, LockOutcome outcome) throws IOException {
    switch (outcome) {
      case LockOutcome.Granted granted -> {
        out.writeByte(1);
        out.writeUTF(granted.lockId());
        out.writeUTF(granted.holderId());
        writeWants(out, granted.wants());
        out.writeLong(granted.fencingToken());
        out.writeLong(granted.leaseMillis());
      }
      case LockOutcome.Held held -> {
        out.writeByte(2);
        out.writeInt(held.holders().size());
        for (Holder holder : held.holders()) {
          writeHolder(out, holder);
        }
      }
      case LockOutcome.Queued queued -> {
        out.writeByte(3);
        out.writeUTF(queued.lockId());
      }
      case LockOutcome.Released released -> {
        out.writeByte(4);
        out.writeUTF(released.lockId());
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
    }
  }

  static LockOutcome readOutcome(DataInput in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 1 ->
          new LockOutcome.Granted(
              in.readUTF(), in.readUTF(), readWants(in), in.readLong(), in.readLong());
      case 2 -> new LockOutcome.Held(readList(in, LockCodec::readHolder));
      case 3 -> new LockOutcome.Queued(in.readUTF());
      case 4 -> new LockOutcome.Released(in.readUTF());
      case 5 -> new LockOutcome.Renewed(in.readUTF(), in.readLong(), in.readLong());
      case 6 -> new LockOutcome.NotHeld();
      case 7 -> new LockOutcome.OverLimit(in.readUTF(), in.readLong());
      case 8 -> new LockOutcome.Reused();
      case 9 -> new LockOutcome.Done();
      default -> throw new IllegalArgumentException("unknown outcome: " + tag);
    };
  }

  static void writeWants(DataOutput out, List<Want> wants) throws IOException {
    out.writeInt(wants.size());
    for (Want want : wants) {
      out.writeUTF(want.resource());
      writeMode(out, want.mode());
    }
  }

  static List<Want> readWants(DataInput in) throws IOException {
    return readList(in, from -> new Want(from.readUTF(), readMode(from)));
  }

  private static void writeHolder(DataOutput out, Holder holder) throws IOException {
    out.writeUTF(holder.holderId());
    out.writeUTF(holder.lockId());
    writeMode(out, holder.mode());
    out.writeLong(holder.fencingToken());
    out.writeLong(holder.remainingMillis());
  }

  private static Holder readHolder(DataInput in) throws IOException {
    return new Holder(in.readUTF(), in.readUTF(), readMode(in), in.readLong(), in.readLong());
  }

  static void writeLimits(DataOutput out, LockLimits limits) throws IOException {
    out.writeInt(limits.locks());
    out.writeInt(limits.waitersPerResource());
    out.writeInt(limits.requests());
    out.writeLong(limits.requestMillis());
  }

  static LockLimits readLimits(DataInput in) throws IOException {
    return new LockLimits(in.readInt(), in.readInt(), in.readInt(), in.readLong());
  }

  private static void writeMode(DataOutput out, LockMode mode) throws IOException {
    out.writeByte(
        switch (mode) {
          case SHARED -> 1;
          case EXCLUSIVE -> 2;
        });
  }

  private static LockMode readMode(DataInput in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 1 -> LockMode.SHARED;
      case 2 -> LockMode.EXCLUSIVE;
      default -> throw new IllegalArgumentException("unknown mode: " + tag);
    };
  }

  static <T> List<T> readList(DataInput in, Reader<T> reader) throws IOException {
    int count = in.readInt();
    List<T> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(reader.read(in));
    }
    return items;
  }

  static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try {
      writer.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static <T> T value(byte[] bytes, Reader<T> reader) {
    try {
      return reader.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new IllegalArgumentException("cut short or damaged", e);
    }
  }

  /** Writes one value. */
  interface Writer {
    void write(DataOutput out) throws IOException;
  }

  /** Reads one value. */
  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }
}
