package selaras.web;

import jakarta.json.Json;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbTypeSerializer;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.util.Map;

/**
 * A stored JSON text as a member of an answer: comes out as the value it is, an explicit null
 * included, not as a quoted string.
 *
 * @param text valid JSON
 */
@JsonbTypeSerializer(RawJson.Writer.class)
record RawJson(String text) {
  static final RawJson NULL = new RawJson("null");

  /** Writes the value in the place of the record. */
  public static final class Writer implements JsonbSerializer<RawJson> {
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    @Override
    public void serialize(RawJson json, JsonGenerator out, SerializationContext context) {
      try (var reader = READERS.createReader(new StringReader(json.text()))) {
        JsonValue value = reader.readValue();
        out.write(value);
      }
    }
  }
}
