package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import selaras.queue.Ordering;
import selaras.queue.QueueDefinition;

class CatalogEntryTest {
  private static final QueueDefinition DEFAULTS =
      new QueueDefinition(1, Ordering.FIFO, 5, Duration.ofSeconds(1), 2, 3, 4, Duration.ofHours(1));

  @Test
  void parse_ownText_sameDefinition() {
    QueueDefinition definition =
        new QueueDefinition(8, Ordering.KEY, 9, Duration.ofDays(1), 7, 6, 5, Duration.ofMillis(1));

    CatalogEntry entry = CatalogEntry.parse(CatalogEntry.text(definition), DEFAULTS);

    assertThat(entry).isEqualTo(new CatalogEntry(definition, false));
  }

  @Test
  void parse_nobodyDefinedIt_asConfigured() {
    String text = CatalogEntry.undefined(DEFAULTS);

    assertThat(CatalogEntry.parse(text, DEFAULTS).definition()).isEqualTo(DEFAULTS);
  }

  @Test
  void parse_beingDeleted_saysSo() {
    assertThat(CatalogEntry.parse("deleting 8 key", DEFAULTS).deleting()).isTrue();
  }
}
