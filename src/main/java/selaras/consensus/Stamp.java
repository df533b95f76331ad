package selaras.consensus;

import java.nio.ByteBuffer;

/**
 * The log time that a leader gives to an entry.
 *
 * @param term in which the leader read its clock
 * @param millis the log time then
 */
public record Stamp(long term, long millis) {
  public static final int BYTES = 16;

  public byte[] encode() {
    return ByteBuffer.allocate(BYTES).putLong(term).putLong(millis).array();
  }

  static Stamp decode(ByteBuffer in) {
    return new Stamp(in.getLong(), in.getLong());
  }
}
