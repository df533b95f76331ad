package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.lock.Want.exclusive;
import static selaras.lock.Want.shared;

import org.junit.jupiter.api.Test;
import selaras.lock.LockOutcome.Deadlock;
import selaras.lock.LockOutcome.Forced;
import selaras.lock.LockOutcome.Held;

/** Answers about crowds, whose size is bounded whatever the names. */
final class MentionsTest {
  private static final int MOST_BYTES = 3 * Mentions.MOST_CHARS + 100 * Mentions.MOST;

  private final DrivenTable table = new DrivenTable();

  private static String name(int number, int length) {
    return (number + "-").repeat(length).substring(0, length);
  }

  private void crowd(String resource, int nameLength) {
    for (int i = 0; i < 300; i++) {
      table.take("l" + i, name(i, nameLength), shared(resource));
    }
  }

  @Test
  void refusal_shortNames_namesAHundred() {
    crowd("a", 10);
    Held held = (Held) table.take("x", "c", exclusive("a"));
    assertThat(held.holders()).hasSize(100);
    assertThat(held.holders().get(0).lockId()).isEqualTo("l0");
  }

  @Test
  void refusal_longNames_isNoLongerForIt() {
    String resource = name(7, 256);
    crowd(resource, 256);
    Held held = (Held) table.take("x", "c", exclusive(resource));
    assertThat(held.holders()).hasSizeBetween(2, 10);
    assertThat(OutcomeCodec.encode(held)).hasSizeLessThan(MOST_BYTES);
    assertThat(table.holders(resource)).hasSameSizeAs(held.holders());

    Forced forced = (Forced) table.apply(new LockCommand.ForceRelease("", resource));
    assertThat(OutcomeCodec.encode(forced)).hasSizeLessThan(MOST_BYTES);
  }

  @Test
  void refusal_oneNameIsLongerThanAll_itIsNamedNevertheless() {
    String holder = name(1, Mentions.MOST_CHARS + 1);
    table.take("l", holder, exclusive("a"));
    Held held = (Held) table.take("x", "c", exclusive("a"));
    assertThat(held.holders()).extracting(Holder::holderId).containsExactly(holder);
  }

  @Test
  void list_longNames_pagesAreShorterAndAllComes() {
    for (int i = 0; i < 3_000; i++) {
      table.take("l" + i, "c" + i, exclusive("%04d".formatted(i) + name(i, 250)));
    }
    int seen = 0;
    String after = "";
    for (boolean hasMore = true; hasMore; ) {
      ResourcePage page = table.table.views().resources("", after, 10_000);
      assertThat(page.resources()).hasSizeBetween(1, 1_000);
      seen += page.resources().size();
      after = page.resources().get(page.resources().size() - 1).resource();
      hasMore = page.hasMore();
    }
    assertThat(seen).isEqualTo(3_000);
  }

  @Test
  void session_manyLocks_namesTheFirstAndHowMany() {
    table.apply(new LockCommand.OpenSession("", "s", "c", 10_000));
    Terms terms = new Terms(0, 0, 0, false, "s");
    for (int i = 0; i < 1_200; i++) {
      table.ask("l" + i, "c", terms, exclusive("r" + i));
    }
    SessionView session = table.table.views().session("s").orElseThrow();
    assertThat(session.locks()).hasSize(1_000);
    assertThat(session.held()).isEqualTo(1_200);
  }

  @Test
  void deadlock_longNames_namesTheFirstLinks() {
    int length = 50;
    for (int i = 0; i < length; i++) {
      table.take("l" + i, name(i, 256), exclusive("r" + i));
    }
    for (int i = 0; i < length - 1; i++) {
      table.await("w" + i, name(i, 256), exclusive("r" + (i + 1)));
    }
    Deadlock deadlock = (Deadlock) table.await("w", name(length - 1, 256), exclusive("r0"));
    assertThat(deadlock.cycle()).hasSizeBetween(10, 20);
    assertThat(deadlock.cycle().get(0))
        .isEqualTo(new LockOutcome.Link(name(length - 1, 256), "r0"));
    assertThat(OutcomeCodec.encode(deadlock)).hasSizeLessThan(MOST_BYTES);
  }
}
