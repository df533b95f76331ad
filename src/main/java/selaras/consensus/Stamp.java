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

  /** Terms are not negative: what begins so is kept for entries of another form than this one. */
  static Stamp decode(ByteBuffer in) {
    long term = in.getLong();
    if (term < 0) {
      throw new IllegalArgumentException("unknown format of log entry: " + term);
    }
    return new Stamp(term, in.getLong());
  }
}
