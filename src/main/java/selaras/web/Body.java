package selaras.web;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The JSON object of a request. Each getter either gives a valid value or throws the 400 or 413
 * that names the member; members nobody asks for are ignored.
 */
public final class Body {
  private final JsonObject json;
  private final Limits limits;

  Body(JsonObject json, Limits limits) {
    this.json = json;
    this.limits = limits;
  }

  /**
   * A required name: 1 to {@link Limits#nameChars} characters, none of them a control character.
   */
  String name(String member) {
    return optionalName(member).orElseThrow(() -> Problem.badMember(member, "is required"));
  }

  Optional<String> optionalName(String member) {
    return present(member)
        .map(
            value -> {
              if (value instanceof JsonString string) {
                return Names.check(member, string.getString(), limits);
              }
              throw Problem.badMember(member, "must be a string");
            });
  }

  /** A number of milliseconds (or a count) between two bounds, both allowed. */
  long number(String member, long byDefault, long min, long max) {
    return optionalNumber(member, min, max).orElse(byDefault);
  }

  OptionalLong optionalNumber(String member, long min, long max) {
    Optional<JsonValue> value = present(member);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!(value.get() instanceof JsonNumber number) || !number.isIntegral()) {
      throw Problem.badMember(member, "must be an integer");
    }
    return OptionalLong.of(Names.inRange(member, number.bigDecimalValue(), min, max));
  }

  /** One of the given words, in lower case. */
  String choice(String member, String byDefault, String... words) {
    return Names.oneOf(member, optionalName(member).orElse(byDefault), words);
  }

  boolean flag(String member, boolean byDefault) {
    return switch (json.getOrDefault(member, JsonValue.NULL).getValueType()) {
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> byDefault;
      default -> throw Problem.badMember(member, "must be true or false");
    };
  }

  /** Any JSON value, null included, as its text; required; at most {@link Limits#valueBytes}. */
  String anyJson(String member) {
    JsonValue value = json.get(member);
    if (value == null) {
      throw Problem.badMember(member, "is required");
    }
    String text = Names.requireUnicode(member, value.toString());
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.valueBytes()) {
      throw Problem.tooLarge(member, bytes, limits.valueBytes());
    }
    return text;
  }

  /** The member, where an explicit null counts as absent. */
  private Optional<JsonValue> present(String member) {
    return Optional.ofNullable(json.get(member)).filter(value -> value != JsonValue.NULL);
  }
}
