package selaras.web;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The JSON object of a request. Each getter either gives a valid value or throws the 400 or 413
 * that names the member; members nobody asks for are ignored.
 */
public final class Body {
  private final JsonObject json;
  private final String prefix;
  private final Limits limits;

  Body(JsonObject json, Limits limits) {
    this(json, "", limits);
  }

  /**
   * @param prefix what an error puts before the name of a member
   */
  private Body(JsonObject json, String prefix, Limits limits) {
    this.json = json;
    this.prefix = prefix;
    this.limits = limits;
  }

  /**
   * A required name: 1 to {@link Limits#nameChars} characters, none of them a control character.
   */
  String name(String member) {
    return optionalName(member)
        .orElseThrow(() -> Problem.badMember(prefix + member, "is required"));
  }

  Optional<String> optionalName(String member) {
    return present(member)
        .map(
            value -> {
              if (value instanceof JsonString string) {
                return Names.check(prefix + member, string.getString(), limits);
              }
              throw Problem.badMember(prefix + member, "must be a string");
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
      throw Problem.badMember(prefix + member, "must be an integer");
    }
    return OptionalLong.of(Names.inRange(prefix + member, number.bigDecimalValue(), min, max));
  }

  /** One of the given words, in lower case. */
  String choice(String member, String byDefault, String... words) {
    return Names.oneOf(prefix + member, optionalName(member).orElse(byDefault), words);
  }

  boolean flag(String member, boolean byDefault) {
    return switch (json.getOrDefault(member, JsonValue.NULL).getValueType()) {
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> byDefault;
      default -> throw Problem.badMember(prefix + member, "must be true or false");
    };
  }

  /** A JSON object, whose members errors name as {@code object.member}. */
  Optional<Body> object(String member) {
    return present(member)
        .map(
            value -> {
              if (value instanceof JsonObject object) {
                return new Body(object, prefix + member + ".", limits);
              }
              throw Problem.badMember(prefix + member, "must be a JSON object");
            });
  }

  /** A required array of 1 to {@code max} JSON objects; errors name {@code array[0].member}. */
  List<Body> objects(String member, int max) {
    List<Body> objects = new ArrayList<>();
    for (JsonValue item : array(member, max, "objects")) {
      String place = prefix + member + "[" + objects.size() + "]";
      if (!(item instanceof JsonObject object)) {
        throw Problem.badMember(place, "must be a JSON object");
      }
      objects.add(new Body(object, place + ".", limits));
    }
    return objects;
  }

  boolean has(String member) {
    return present(member).isPresent();
  }

  /** A required array of 1 to {@code max} names. */
  List<String> names(String member, int max) {
    List<String> names = new ArrayList<>();
    for (JsonValue item : array(member, max, "strings")) {
      String place = prefix + member + "[" + names.size() + "]";
      if (!(item instanceof JsonString string)) {
        throw Problem.badMember(place, "must be a string");
      }
      names.add(Names.check(place, string.getString(), limits));
    }
    return names;
  }

  private JsonArray array(String member, int max, String ofWhat) {
    JsonValue value =
        present(member).orElseThrow(() -> Problem.badMember(prefix + member, "is required"));
    if (!(value instanceof JsonArray array) || array.isEmpty() || array.size() > max) {
      throw Problem.badMember(prefix + member, "must be an array of 1 to " + max + " " + ofWhat);
    }
    return array;
  }

  /** Any JSON value, null included, as its text; required; at most {@link Limits#valueBytes}. */
  String anyJson(String member) {
    JsonValue value = json.get(member);
    if (value == null) {
      throw Problem.badMember(prefix + member, "is required");
    }
    String text = Names.requireUnicode(prefix + member, value.toString());
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.valueBytes()) {
      throw Problem.tooLarge(prefix + member, bytes, limits.valueBytes());
    }
    return text;
  }

  /** The member, where an explicit null counts as absent. */
  private Optional<JsonValue> present(String member) {
    return Optional.ofNullable(json.get(member)).filter(value -> value != JsonValue.NULL);
  }
}
