package selaras.web;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Passes a text on as UTF-8 while it is written, in pieces, so that of a long one there is never
 * more than a piece; of a short one there is but one. Half of a surrogate pair waits for the other.
 *
 * <p>For one thread. Closing it does not close the stream.
 */
final class Utf8Pieces extends Writer {
  private static final int PIECE = 16_384;

  private final OutputStream out;
  private final StringBuilder text = new StringBuilder(256);

  Utf8Pieces(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int character) throws IOException {
    text.append((char) character);
    passOnIfLong();
  }

  @Override
  public void write(char[] from, int offset, int length) throws IOException {
    text.append(from, offset, length);
    passOnIfLong();
  }

  @Override
  public void write(String from, int offset, int length) throws IOException {
    int end = offset + length;
    for (int at = offset; at < end; ) {
      int next = Math.min(end, at + PIECE);
      text.append(from, at, next);
      at = next;
      passOnIfLong();
    }
  }

  private void passOnIfLong() throws IOException {
    if (text.length() >= PIECE) {
      int last = text.length() - 1;
      passOn(Character.isHighSurrogate(text.charAt(last)) ? last : last + 1);
    }
  }

  private void passOn(int length) throws IOException {
    out.write(text.substring(0, length).getBytes(StandardCharsets.UTF_8));
    text.delete(0, length);
  }

  /** Nothing: a piece goes when it is long enough, or the last. */
  @Override
  public void flush() {}

  @Override
  public void close() throws IOException {
    passOn(text.length());
  }
}
