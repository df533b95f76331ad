package selaras.web;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads a request body as one JSON object in UTF-8, up to the limit. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class BodyReader implements MessageBodyReader<Body> {
  private final JsonReaderFactory readers = Json.createReaderFactory(Map.of());
  @Inject private Limits limits;

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == Body.class;
  }

  @Override
  public Body readFrom(
      Class<Body> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream in)
      throws IOException {
    byte[] bytes = in.readNBytes(limits.bodyBytes() + 1);
    if (bytes.length > limits.bodyBytes()) {
      throw Problem.tooLarge("body", bytes.length, limits.bodyBytes());
    }
    return new Body(parse(bytes), limits);
  }

  private JsonObject parse(byte[] bytes) {
    try (var reader =
        readers.createReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
      JsonValue value = reader.readValue();
      if (value instanceof JsonObject object) {
        return object;
      }
      throw Problem.badMember("body", "must be a JSON object");
    } catch (JsonParsingException e) {
      var at = e.getLocation();
      throw Problem.badMember(
          "body",
          "malformed JSON at line " + at.getLineNumber() + ", column " + at.getColumnNumber());
    } catch (JsonException | IllegalStateException e) {
      throw Problem.badMember("body", "malformed JSON");
    }
  }
}
