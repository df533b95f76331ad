package selaras.consensus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The replicated state as it was at one entry of the log, to begin with after everything was lost.
 *
 * <p>A file of it has one line of text that says what follows, then the bytes of the snapshot. Its
 * digest finds damage; it is no proof of who wrote the file.
 *
 * @param term of that entry
 * @param index of that entry
 * @param snapshot as {@link BatchedMachine#snapshot} gave it
 */
public record Backup(long term, long index, byte[] snapshot) {
  /*
   * What the log has gone through since the backup is not known, and some of it is remembered by
   * others: the term and the index in the mirror of the lock table, the index by those who follow
   * its events. A log that begins anew begins above everything that can have been.
   */
  static final long TERMS_LOST = 1_000_000;
  static final long ENTRIES_LOST = 1_000_000_000_000L;

  private static final String FORMAT = "1";
  private static final int LINE_MAX = 200;
  private static final Pattern LINE =
      Pattern.compile(
          "(selaras-backup (\\d+) term=(\\d{1,18}) index=(\\d{1,18}) bytes=(\\d{1,10}))"
              + " sha256=([0-9a-f]{64})");

  /** What the file is made of. */
  public byte[] bytes() {
    byte[] line = (line() + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(line.length + snapshot.length).put(line).put(snapshot).array();
  }

  private String line() {
    String start =
        "selaras-backup %s term=%d index=%d bytes=%d"
            .formatted(FORMAT, term, index, snapshot.length);
    return start + " sha256=" + digest(start, snapshot);
  }

  /** Where a log goes on that begins anew with this. */
  public Backup afterLoss(BatchedMachine machine) {
    return new Backup(term + TERMS_LOST, index + ENTRIES_LOST, machine.afterLoss(snapshot));
  }

  /**
   * Reads a file whole.
   *
   * @throws IllegalArgumentException when it is not a backup, or not all of one; says why
   */
  public static Backup read(Path file) {
    try {
      return of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + e, e);
    }
  }

  static Backup of(byte[] file) {
    int end = endOfLine(file);
    Matcher line = LINE.matcher(new String(file, 0, end, StandardCharsets.US_ASCII));
    if (!line.matches()) {
      throw new IllegalArgumentException("not a backup: it does not begin as one");
    }
    if (!line.group(2).equals(FORMAT)) {
      throw new IllegalArgumentException(
          "a backup of format %s; known here is %s".formatted(line.group(2), FORMAT));
    }
    long promised = Long.parseLong(line.group(5));
    long there = file.length - end - 1L;
    if (there != promised) {
      throw new IllegalArgumentException(
          "not whole: %d bytes of the %d that it says".formatted(there, promised));
    }
    byte[] snapshot = new byte[(int) promised];
    System.arraycopy(file, end + 1, snapshot, 0, snapshot.length);
    if (!digest(line.group(1), snapshot).equals(line.group(6))) {
      throw new IllegalArgumentException("damaged: its digest is not the one that it says");
    }
    return new Backup(Long.parseLong(line.group(3)), Long.parseLong(line.group(4)), snapshot);
  }

  private static int endOfLine(byte[] file) {
    int end = 0;
    while (end < file.length && end < LINE_MAX && file[end] != '\n') {
      end++;
    }
    return end;
  }

  /** Of the line up to the digest and the snapshot, with nothing in between. */
  private static String digest(String start, byte[] snapshot) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(start.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(snapshot));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
