package selaras.cache.redis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import selaras.cache.DeleteOutcome;
import selaras.cache.Mesi;
import selaras.cache.Origin;
import selaras.cache.WriteOutcome;
import selaras.store.Fence;

/** Reads the outcomes that the scripts return; their headers say in which order. */
final class Replies {
  private Replies() {}

  static Origin.Loaded read(List<?> reply) {
    long sequence = (Long) reply.get(0);
    return reply.size() == 1
        ? Origin.Loaded.absent(sequence)
        : new Origin.Loaded(
            (String) reply.get(1),
            (Long) reply.get(2),
            (Long) reply.get(3),
            Mesi.valueOf((String) reply.get(4)),
            sequence);
  }

  static Origin.Answer<WriteOutcome> write(List<?> reply, Optional<Fence> fence) {
    return answer(reply, writeOutcome(reply, fence));
  }

  static Origin.Answer<DeleteOutcome> delete(List<?> reply, Optional<Fence> fence) {
    return answer(reply, deleteOutcome(reply, fence));
  }

  /** Of the tokens shown for a resource, when that just shown is an older one. */
  static OptionalLong newest(String reply) {
    return reply == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(reply));
  }

  private static <T> Origin.Answer<T> answer(List<?> reply, T outcome) {
    return new Origin.Answer<>(
        outcome, (Long) reply.get(0) == 1, (Long) reply.get(1) == 1, (Long) reply.get(2));
  }

  private static WriteOutcome writeOutcome(List<?> reply, Optional<Fence> fence) {
    return switch (word(reply)) {
      case "written" ->
          new WriteOutcome.Written((Long) reply.get(4), Mesi.valueOf((String) reply.get(5)));
      case "conflict" -> new WriteOutcome.VersionConflict((Long) reply.get(4));
      case "stale" -> new WriteOutcome.StaleFence(fence.orElseThrow(), token(reply));
      default -> throw new IllegalStateException("unknown reply " + reply);
    };
  }

  private static DeleteOutcome deleteOutcome(List<?> reply, Optional<Fence> fence) {
    return switch (word(reply)) {
      case "deleted" -> new DeleteOutcome.Deleted((Long) reply.get(4));
      case "absent" -> new DeleteOutcome.Absent();
      case "stale" -> new DeleteOutcome.StaleFence(fence.orElseThrow(), token(reply));
      default -> throw new IllegalStateException("unknown reply " + reply);
    };
  }

  private static String word(List<?> reply) {
    return (String) reply.get(3);
  }

  /** Comes as text: a number of Lua has 53 bits. */
  private static long token(List<?> reply) {
    return Long.parseLong((String) reply.get(4));
  }
}
