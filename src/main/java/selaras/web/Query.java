package selaras.web;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The query parameters of a request, as {@link Body} is its members: each getter either gives a
 * valid value or throws the 400 that names the parameter; others are ignored.
 */
final class Query {
  private static final int DIGITS_OF_A_LONG = 19;

  /** What the decoder puts in the place of bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final MultivaluedMap<String, String> parameters;
  private final Limits limits;

  Query(UriInfo uri, Limits limits) {
    // decoded below, where bytes that are not UTF-8 are refused instead of replaced
    this.parameters = uri.getQueryParameters(false);
    this.limits = limits;
  }

  Optional<String> optionalName(String member) {
    return once(member).map(text -> Names.check(member, text, limits));
  }

  /** A number of milliseconds (or a count) between two bounds, both allowed. */
  long number(String member, long byDefault, long min, long max) {
    return optionalNumber(member, min, max).orElse(byDefault);
  }

  OptionalLong optionalNumber(String member, long min, long max) {
    return once(member).stream()
        .mapToLong(text -> Names.inRange(member, integer(member, text), min, max))
        .findFirst();
  }

  /** One of the given words, in lower case. */
  String choice(String member, String byDefault, String... words) {
    return Names.oneOf(member, once(member).orElse(byDefault), words);
  }

  private static BigDecimal integer(String member, String text) {
    String digits = text.startsWith("-") ? text.substring(1) : text;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Problem.badMember(member, "must be an integer");
    }
    // longer ones are out of every range; their value is not worth computing
    String head = text.substring(0, Math.min(text.length(), 2 * DIGITS_OF_A_LONG));
    return new BigDecimal(head);
  }

  private Optional<String> once(String member) {
    List<String> values = parameters.getOrDefault(member, List.of());
    if (values.size() > 1) {
      throw Problem.badMember(member, "given " + values.size() + " times");
    }
    return values.stream().findFirst().map(value -> decode(member, value));
  }

  private static String decode(String member, String escaped) {
    try {
      String text = URLDecoder.decode(escaped, StandardCharsets.UTF_8);
      if (text.indexOf(REPLACEMENT) < 0) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      // a percent sign that starts no escape; answered below
    }
    throw Problem.badMember(member, "is not percent-encoded UTF-8");
  }
}
