package selaras.lock.redis;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Locale;
import selaras.access.Owner;
import selaras.lock.Holder;
import selaras.lock.LockMode;
import selaras.lock.ResourceView;

/**
 * How a resource stands, as the mirror has it: in the words of {@code GET /lock/{resource_id}}, but
 * with log times in place of remaining ones, which would be wrong the moment after.
 */
record MirroredResource(
    String resourceId,
    String lockType,
    Integer permits,
    List<MirroredHolder> holders,
    List<MirroredWaiter> waiters,
    int waiting,
    Long delayedUntilMs) {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .disableHtmlEscaping()
          .create();

  record MirroredHolder(
      String holderId,
      String principal,
      String lockType,
      Integer count,
      long fencingToken,
      long expiresAtMs) {}

  record MirroredWaiter(
      String holderId, String principal, String lockType, Integer count, long waitEndsAtMs) {}

  /**
   * @param logMillis at which the resource stands so
   */
  static MirroredResource of(ResourceView view, long logMillis) {
    LockMode mode = view.holders().isEmpty() ? null : view.holders().get(0).mode();
    return new MirroredResource(
        view.resource(),
        mode == null ? "free" : word(mode),
        permits(mode, view.permits()),
        view.holders().stream().map(holder -> holder(holder, logMillis)).toList(),
        view.waiters().stream().map(waiting -> waiter(waiting, logMillis)).toList(),
        view.waiting(),
        view.delayMillis() > 0 ? logMillis + view.delayMillis() : null);
  }

  String toJson() {
    return GSON.toJson(this);
  }

  private static MirroredHolder holder(Holder holder, long logMillis) {
    return new MirroredHolder(
        Owner.wordOf(holder.holderId()),
        Owner.principalOf(holder.holderId()),
        word(holder.mode()),
        permits(holder.mode(), holder.count()),
        holder.fencingToken(),
        logMillis + holder.remainingMillis());
  }

  private static MirroredWaiter waiter(ResourceView.Waiting waiting, long logMillis) {
    return new MirroredWaiter(
        Owner.wordOf(waiting.holderId()),
        Owner.principalOf(waiting.holderId()),
        word(waiting.mode()),
        permits(waiting.mode(), waiting.count()),
        logMillis + waiting.remainingMillis());
  }

  private static String word(LockMode mode) {
    return switch (mode) {
      case SHARED, EXCLUSIVE -> mode.name().toLowerCase(Locale.ROOT);
      case PERMITS -> "semaphore";
    };
  }

  /** Null, and so left out, for locks, which have none. */
  private static Integer permits(LockMode mode, int number) {
    return mode == LockMode.PERMITS ? number : null;
  }
}
