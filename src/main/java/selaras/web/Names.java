package selaras.web;

import java.math.BigDecimal;
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
    requireUnicode(member, value);
    return value;
  }

  /** Half a surrogate pair has no form in UTF-8: it would be stored as another text. */
  static void requireUnicode(String member, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw Problem.badMember(member, "contains half a surrogate pair");
    }
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
