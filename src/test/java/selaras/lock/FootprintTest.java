package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether the table takes as much memory as it says: never more, and not much less. */
final class FootprintTest {
  private static final int MANY = 30_000;

  @Test
  void footprint_locks_coversTheirMemory() {
    check(i -> acquire("", i, List.of(Want.exclusive("resource-" + i)), 0));
  }

  @Test
  void footprint_locksWithNamesOfWideCharacters_coversTheirMemory() {
    check(i -> acquire("", i, List.of(Want.exclusive("\u9396".repeat(200) + i)), 0));
  }

  @Test
  void footprint_locksOfSeveralResourcesWithLongNames_coversTheirMemory() {
    check(
        i ->
            acquire(
                "",
                i,
                IntStream.range(0, 10)
                    .mapToObj(want -> Want.shared("x".repeat(200) + i + "-" + want))
                    .toList(),
                0));
  }

  @Test
  void footprint_waiters_coversTheirMemory() {
    check(i -> acquire("", i, List.of(Want.exclusive("resource-" + i % 10)), 3_600_000));
  }

  @Test
  void footprint_sessions_coversTheirMemory() {
    check(i -> new LockCommand.OpenSession("", drawn(i), "client-" + i, 3_600_000));
  }

  @Test
  void footprint_rememberedAnswers_coversTheirMemory() {
    check(i -> new LockCommand.Renew("request-" + i, drawn(i), 1_000));
  }

  @Test
  void footprint_rememberedRefusalsThatNameManyHolders_coversTheirMemory() {
    LockTable table = new LockTable(event -> {});
    for (int i = 0; i < 100; i++) {
      table.apply(acquire("", i, List.of(Want.shared("file")), 0));
    }
    check(table, 3_000, i -> acquire("request-" + i, i, List.of(Want.exclusive("file")), 0));
  }

  @Test
  void footprint_delaysAfterExpiries_coversTheirMemory() {
    LockTable table = new LockTable(event -> {});
    long before = used();
    for (int i = 0; i < MANY; i++) {
      table.apply(LockCodec.decode(LockCodec.encode(expiring(i))));
    }
    table.advance(1_000);
    long taken = used() - before;
    assertThat(table.views().sizes()).isEqualTo(new LockSizes(0, 0, 0, MANY));
    assertThat(table.footprint()).isBetween(taken * 95 / 100, 2 * taken);
  }

  @Test
  void footprint_delaysOfManyHoldersOfAResource_coversTheirMemory() {
    LockTable table = new LockTable(event -> {});
    long before = used();
    Terms terms = new Terms(1_000, 0, 60_000, false, "");
    for (int i = 0; i < MANY; i++) {
      List<Want> want = List.of(Want.shared("resource-" + i % 100));
      LockCommand take = new LockCommand.Acquire("", drawn(i), "client-" + i, want, terms);
      table.apply(LockCodec.decode(LockCodec.encode(take)));
    }
    table.advance(1_000);
    long taken = used() - before;
    assertThat(table.footprint()).isGreaterThan(taken * 95 / 100);
    table.advance(61_000);
    assertThat(table.footprint()).isZero();
  }

  private static LockCommand expiring(int i) {
    Terms terms = new Terms(1_000, 0, 60_000, false, "");
    return new LockCommand.Acquire(
        "", drawn(i), "client-" + i, List.of(Want.exclusive("resource-" + i)), terms);
  }

  @Test
  void footprint_everythingEnded_isNone() {
    LockTable table = new LockTable(event -> {});
    for (int i = 0; i < 100; i++) {
      table.apply(expiring(i));
    }
    table.advance(1_000);
    table.apply(new LockCommand.ForceRelease("", "resource-1"));
    for (int i = 0; i < 100; i++) {
      table.apply(acquire("request-" + i, i, List.of(Want.exclusive("r" + i % 50)), 5_000));
      table.apply(new LockCommand.OpenSession("", drawn(i), "client-" + i, 5_000));
    }
    assertThat(table.footprint()).isGreaterThan(100 * 500);
    table.advance(3_601_000);
    table.advance(3_601_000 + LockLimits.DEFAULT.requestMillis());
    assertThat(table.views().sizes()).isEqualTo(new LockSizes(0, 0, 0, 0));
    assertThat(table.footprint()).isZero();
  }

  private static void check(IntFunction<LockCommand> command) {
    check(new LockTable(event -> {}), MANY, command);
  }

  private static void check(LockTable table, int count, IntFunction<LockCommand> command) {
    long before = used();
    long said = table.footprint();
    for (int i = 0; i < count; i++) {
      table.apply(LockCodec.decode(LockCodec.encode(command.apply(i))));
    }
    long taken = used() - before;
    assertThat(table.footprint() - said).isBetween(taken * 95 / 100, 2 * taken);
  }

  private static LockCommand acquire(String requestId, int i, List<Want> wants, long wait) {
    return new LockCommand.Acquire(
        requestId, drawn(i), "client-" + i, wants, Terms.of(3_600_000, wait));
  }

  private static String drawn(int i) {
    return "%032x".formatted(i);
  }

  /** After what is garbage is gone. */
  private static long used() {
    Runtime jvm = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int again = 0; again < 3; again++) {
      System.gc();
      used = Math.min(used, jvm.totalMemory() - jvm.freeMemory());
    }
    return used;
  }
}
