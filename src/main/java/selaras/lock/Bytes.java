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
import java.util.Collection;
import java.util.List;

/** Turns values into bytes and back, member by member. Deterministic and thread-safe. */
final class Bytes {
  private Bytes() {}

  static byte[] of(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try {
      writing.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static <T> T value(byte[] bytes, Reader<T> reader) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      T value = reader.read(in);
      if (in.available() > 0) {
        throw new IllegalArgumentException(in.available() + " bytes more than are known here");
      }
      return value;
    } catch (IOException e) {
      throw new IllegalArgumentException("cut short or damaged", e);
    }
  }

  static <T> void writeAll(DataOutput out, Collection<T> items, Writer<T> writer)
      throws IOException {
    out.writeInt(items.size());
    for (T item : items) {
      writer.write(out, item);
    }
  }

  static <T> List<T> readAll(DataInput in, Reader<T> reader) throws IOException {
    int count = in.readInt();
    List<T> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(reader.read(in));
    }
    return items;
  }

  /** Writes all there is. */
  interface Writing {
    void write(DataOutput out) throws IOException;
  }

  /** Writes one value. */
  interface Writer<T> {
    void write(DataOutput out, T value) throws IOException;
  }

  /** Reads one value. */
  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }
}
