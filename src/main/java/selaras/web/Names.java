package selaras.web;

import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The checks that bodies, query strings and paths share; a failed one names the member. */
final class Names {
  private Names() {}

  static String check(String member, String value, Limits limits) {
    if (value.isEmpty()) {
      throw Problem.badMember(member, "must not be empty");
    }
    if (value.length() > limits.nameChars()) {
      throw Problem.badMember(
          member, value.length() + " characters; at most " + limits.nameChars());
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw Problem.badMember(member, "must not contain control characters");
    }
    return requireUnicode(member, value);
  }

  /** Refuses text with half a surrogate pair: on its way through UTF-8 it would become another. */
  static String requireUnicode(String member, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw Problem.badMember(member, "must not contain half of a surrogate pair");
    }
    return text;
  }

  /**
   * What the path has after the prefix, decoded. Unlike a path parameter it keeps slashes and what
   * follows a semicolon.
   */
  static String afterPath(String prefix, String member, UriInfo uri, Limits limits) {
    return between(prefix, "", member, uri, limits);
  }

  /** What the path has between the prefix and the suffix, with which it has to end. */
  static String between(String prefix, String suffix, String member, UriInfo uri, Limits limits) {
    String raw = uri.getRequestUri().getRawPath();
    String rest =
        raw.substring(raw.indexOf(prefix) + prefix.length(), raw.length() - suffix.length());
    // a plus is itself in a path
    String decoded = URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
    return check(member, decoded, limits);
  }

  static long inRange(String member, BigDecimal value, long min, long max) {
    if (value.compareTo(BigDecimal.valueOf(min)) < 0
        || value.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw Problem.badMember(member, "must be between " + min + " and " + max);
    }
    return value.longValue();
  }

  static String oneOf(String member, String value, String... words) {
    List<String> allowed = Arrays.asList(words);
    if (!allowed.contains(value)) {
      throw Problem.badMember(member, "must be one of " + allowed);
    }
    return value;
  }
}
