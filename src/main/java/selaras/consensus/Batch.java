package selaras.consensus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that share one log entry.
 *
 * @param origin the run of the node that made it; a node draws a new one at each start
 * @param sequence counts the batches of the origin, from 1; a retry has the same number
 * @param commands in the order in which they are applied
 */
record Batch(long origin, long sequence, List<byte[]> commands) {

  byte[] encode() {
    int size = 2 * Long.BYTES + Integer.BYTES;
    for (byte[] command : commands) {
      size += Integer.BYTES + command.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).putLong(origin).putLong(sequence);
    putAll(out, commands);
    return out.array();
  }

  static Batch decode(ByteBuffer in) {
    Batch batch = new Batch(in.getLong(), in.getLong(), getAll(in));
    requireEnd(in);
    return batch;
  }

  /** Bytes that nobody here knows the meaning of are not passed over. */
  static void requireEnd(ByteBuffer in) {
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes more than are known here");
    }
  }

  static void putAll(ByteBuffer out, List<byte[]> items) {
    out.putInt(items.size());
    for (byte[] item : items) {
      out.putInt(item.length).put(item);
    }
  }

  static List<byte[]> getAll(ByteBuffer in) {
    int count = in.getInt();
    List<byte[]> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] item = new byte[in.getInt()];
      in.get(item);
      items.add(item);
    }
    return items;
  }
}
