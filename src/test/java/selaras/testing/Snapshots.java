package selaras.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Snapshots in memory. */
public final class Snapshots {
  private Snapshots() {}

  /** What writes a snapshot. */
  public interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** A snapshot to read. */
  public static DataInputStream in(byte[] snapshot) {
    return new DataInputStream(new ByteArrayInputStream(snapshot));
  }

  /** All that is written. */
  public static byte[] of(Writing writing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
