package selaras.web;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/**
 * A stored JSON text as a member of an answer: goes out as the value it is, an explicit null
 * included, without being parsed on the way.
 *
 * @param text valid JSON
 */
record RawJson(String text) {
  static final RawJson NULL = new RawJson("null");

  /** Writes the value in the place of the record. */
  static final class Writer extends TypeAdapter<RawJson> {
    @Override
    public void write(JsonWriter out, RawJson json) throws IOException {
      if (json == null) {
        out.nullValue();
      } else {
        out.jsonValue(json.text());
      }
    }

    @Override
    public RawJson read(JsonReader in) {
      throw new UnsupportedOperationException("answers are only written");
    }
  }
}
