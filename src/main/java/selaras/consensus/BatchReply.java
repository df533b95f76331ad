package selaras.consensus;

import java.nio.ByteBuffer;
import java.util.List;

/** What became of a batch whose entry was applied. */
sealed interface BatchReply {
  byte ANSWERED = 0;
  byte AGAIN = 1;
  byte SUPERSEDED = 2;

  /** Each command has been applied, now or when the batch first came by; one answer each. */
  record Answered(List<byte[]> answers) implements BatchReply {}

  /** Nothing was applied, since the entry's stamp belongs to another term; propose it again. */
  record Again() implements BatchReply {}

  /**
   * A later batch of the same origin came first; this one has not been applied and never will be.
   */
  record Superseded() implements BatchReply {}

  default byte[] encode() {
    return switch (this) {
      case Answered answered -> {
        int size = 1 + Integer.BYTES;
        for (byte[] answer : answered.answers()) {
          size += Integer.BYTES + answer.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(ANSWERED);
        Batch.putAll(out, answered.answers());
        yield out.array();
      }
      case Again again -> new byte[] {AGAIN};
      case Superseded superseded -> new byte[] {SUPERSEDED};
    };
  }

  static BatchReply decode(ByteBuffer in) {
    byte kind = in.get();
    return switch (kind) {
      case ANSWERED -> new Answered(Batch.getAll(in));
      case AGAIN -> new Again();
      case SUPERSEDED -> new Superseded();
      default -> throw new IllegalArgumentException("unknown kind of reply: " + kind);
    };
  }
}
