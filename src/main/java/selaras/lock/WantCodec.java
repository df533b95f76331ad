package selaras.lock;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** What commands, outcomes and snapshots have in common, as bytes. */
final class WantCodec {
  private WantCodec() {}

  static void write(DataOutput out, List<Want> wants) throws IOException {
    Bytes.writeAll(out, wants, WantCodec::write);
  }

  static List<Want> read(DataInput in) throws IOException {
    return Bytes.readAll(in, WantCodec::readOne);
  }

  private static void write(DataOutput out, Want want) throws IOException {
    out.writeUTF(want.resource());
    writeMode(out, want.mode());
    if (want.mode() == LockMode.PERMITS) {
      out.writeInt(want.count());
      out.writeInt(want.permits());
    }
  }

  private static Want readOne(DataInput in) throws IOException {
    String resource = in.readUTF();
    return switch (readMode(in)) {
      case SHARED -> Want.shared(resource);
      case EXCLUSIVE -> Want.exclusive(resource);
      case PERMITS -> Want.permits(resource, in.readInt(), in.readInt());
    };
  }

  static void writeMode(DataOutput out, LockMode mode) throws IOException {
    out.writeByte(
        switch (mode) {
          case SHARED -> 1;
          case EXCLUSIVE -> 2;
          case PERMITS -> 3;
        });
  }

  static LockMode readMode(DataInput in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 1 -> LockMode.SHARED;
      case 2 -> LockMode.EXCLUSIVE;
      case 3 -> LockMode.PERMITS;
      default -> throw new IllegalArgumentException("unknown mode: " + tag);
    };
  }

  static void writeLimits(DataOutput out, LockLimits limits) throws IOException {
    out.writeInt(limits.locks());
    out.writeInt(limits.waitersPerResource());
    out.writeInt(limits.sessions());
    out.writeInt(limits.requests());
    out.writeLong(limits.requestMillis());
  }

  static LockLimits readLimits(DataInput in) throws IOException {
    return new LockLimits(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readLong());
  }
}
