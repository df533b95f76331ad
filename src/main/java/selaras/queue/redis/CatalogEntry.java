package selaras.queue.redis;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import selaras.queue.Ordering;
import selaras.queue.QueueDefinition;

/**
 * A definition as the catalog keeps it: words between blanks, partitions and ordering first. A
 * queue that nobody defined has only these two and takes the rest from the configuration.
 *
 * @param definition what the queue is like
 * @param deleting it takes no more messages and will be gone
 */
record CatalogEntry(QueueDefinition definition, boolean deleting) {
  private static final String DELETING = "deleting ";

  static String undefined(QueueDefinition defaults) {
    return placement(defaults);
  }

  static String text(QueueDefinition definition) {
    return String.join(
        " ",
        placement(definition),
        Integer.toString(definition.maxDeliveries()),
        Long.toString(definition.visibility().toMillis()),
        Integer.toString(definition.depthMax()),
        Integer.toString(definition.inFlightMax()),
        Integer.toString(definition.messageBytes()),
        Long.toString(definition.dedupWindow().toMillis()));
  }

  private static String placement(QueueDefinition definition) {
    return definition.partitions() + " " + definition.ordering().name().toLowerCase(Locale.ROOT);
  }

  static CatalogEntry parse(String text, QueueDefinition defaults) {
    boolean deleting = text.startsWith(DELETING);
    List<String> words = List.of((deleting ? text.substring(DELETING.length()) : text).split(" "));
    int partitions = Integer.parseInt(words.get(0));
    Ordering ordering = Ordering.valueOf(words.get(1).toUpperCase(Locale.ROOT));
    QueueDefinition definition =
        words.size() == 2
            ? new QueueDefinition(
                partitions,
                ordering,
                defaults.maxDeliveries(),
                defaults.visibility(),
                defaults.depthMax(),
                defaults.inFlightMax(),
                defaults.messageBytes(),
                defaults.dedupWindow())
            : new QueueDefinition(
                partitions,
                ordering,
                Integer.parseInt(words.get(2)),
                Duration.ofMillis(Long.parseLong(words.get(3))),
                Integer.parseInt(words.get(4)),
                Integer.parseInt(words.get(5)),
                Integer.parseInt(words.get(6)),
                Duration.ofMillis(Long.parseLong(words.get(7))));
    return new CatalogEntry(definition, deleting);
  }
}
