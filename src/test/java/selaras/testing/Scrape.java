package selaras.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a node shows at {@code /metrics}, in the text format of Prometheus. */
public final class Scrape {
  private final Map<String, String> help = new TreeMap<>();
  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();

  private Scrape(String text) {
    text.lines().filter(line -> !line.isBlank()).forEach(this::read);
  }

  public static Scrape of(Api api, int node) {
    return new Scrape(api.get(node, "/metrics").ok().text());
  }

  private void read(String line) {
    String[] words = line.split(" ", 4);
    if (line.startsWith("# HELP ")) {
      help.put(words[2], words[3]);
    } else if (line.startsWith("# TYPE ")) {
      types.put(words[2], words[3]);
    } else {
      int end = line.lastIndexOf(' ');
      Double before = samples.put(line.substring(0, end), number(line.substring(end + 1)));
      assertThat(before).as("twice: " + line).isNull();
    }
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  /** Family names, such as {@code selaras_lock_held}, to their types. */
  public Map<String, String> types() {
    return types;
  }

  public Map<String, String> help() {
    return help;
  }

  /** All series, labels included. */
  public Set<String> series() {
    return new TreeSet<>(samples.keySet());
  }

  /** The value of a series; 0 for one that is not there yet. */
  public double value(String series) {
    return samples.getOrDefault(series, 0.0);
  }
}
