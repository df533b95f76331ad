package selaras.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads properties of {@link QueueActivationSpec}; a wrong one is named in the exception. */
final class Property {
  /**
   * What does not come through a path as it is: {@code .} and {@code ..} mean something there (RFC
   * 3986, 3.3), and to longer ones, also after an encoded slash, Payara answers 400 by itself.
   */
  private static final Pattern DOTS = Pattern.compile("\\.+|.*/\\.{3,}");

  private Property() {}

  static String text(String name, String value) throws InvalidPropertyException {
    if (value == null || value.isBlank()) {
      throw invalid(name, "is required");
    }
    return value.strip();
  }

  /**
   * The name of a queue: what a node takes for one in a path, where a wrong one would be refused
   * for ever. How long it may be is configured there, and so is left to it.
   */
  static String queue(String name, String value) throws InvalidPropertyException {
    String queue = text(name, value);
    if (queue.chars().anyMatch(one -> one == '\\' || Character.isISOControl(one))) {
      throw invalid(name, "must not contain backslashes or control characters");
    }
    if (DOTS.matcher(queue).matches()) {
      throw invalid(name, "must not be only dots, nor end with a slash and three or more");
    }
    if (!UTF_8.newEncoder().canEncode(queue)) {
      throw invalid(name, "must not contain half of a surrogate pair");
    }
    return queue;
  }

  static int integer(String name, String value, int min, int max) throws InvalidPropertyException {
    try {
      int number = Integer.parseInt(text(name, value));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // said below
    }
    throw invalid(name, "must be an integer from " + min + " to " + max + ", not " + value);
  }

  static Duration millis(String name, String value, int min, int max)
      throws InvalidPropertyException {
    return Duration.ofMillis(integer(name, value, min, max));
  }

  /** Base addresses as {@code http://host:port}, separated by commas. */
  static List<URI> addresses(String name, String value) throws InvalidPropertyException {
    List<URI> all = new ArrayList<>();
    for (String one : text(name, value).split(",", -1)) {
      all.add(address(name, one.strip()));
    }
    return List.copyOf(all);
  }

  private static URI address(String name, String value) throws InvalidPropertyException {
    try {
      URI address = URI.create(value);
      boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (http && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException notOne) {
      // said below
    }
    throw invalid(name, "must be http:// or https:// addresses separated by commas, not " + value);
  }

  private static InvalidPropertyException invalid(String name, String why) {
    var exception = new InvalidPropertyException("activation property " + name + " " + why);
    try {
      exception.setInvalidPropertyDescriptors(
          new PropertyDescriptor[] {new PropertyDescriptor(name, QueueActivationSpec.class)});
    } catch (IntrospectionException e) {
      throw new IllegalStateException(e);
    }
    return exception;
  }
}
