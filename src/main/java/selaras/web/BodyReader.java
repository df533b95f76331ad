package selaras.web;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Reads a request body as one JSON object in UTF-8, up to the limit. Also asked for a request
 * without a content type, so that a missing body is a 400 and not a null.
 */
@Provider
@Consumes(MediaType.WILDCARD)
public class BodyReader implements MessageBodyReader<Body> {
  private static final int SOME_BYTES = 8192;

  /** For the whole of a body; for each read of it the server has a bound, in preboot.asadmin. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JsonParserFactory parsers = Json.createParserFactory(Map.of());
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
    byte[] bytes = read(in, bytesExpected(headers));
    if (bytes.length == 0) {
      throw Problem.badMember("body", "is required");
    }
    if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(mediaType)) {
      throw new NotSupportedException();
    }
    if (bytes.length > limits.bodyBytes()) {
      throw Problem.tooLarge("body", bytes.length, limits.bodyBytes());
    }
    String text = decode(bytes);
    // the parser calls itself for each level: without this a deep body ends its thread's stack
    if (JsonDepth.of(text) > limits.jsonDepth()) {
      throw Problem.badMember("body", "nested deeper than " + limits.jsonDepth() + " levels");
    }
    return new Body(parse(text), limits);
  }

  /** Ends for a client, too, that sends a little now and then and keeps a thread all the while. */
  private static byte[] read(InputStream in, int most) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] some = new byte[Math.min(most, SOME_BYTES)];
    try {
      for (int count = 0; count >= 0 && body.size() < most; ) {
        count = in.read(some, 0, Math.min(some.length, most - body.size()));
        body.write(some, 0, Math.max(0, count));
        checkPatience(start);
      }
    } catch (IOException e) {
      checkPatience(start);
      throw e;
    }
    return body.toByteArray();
  }

  private static void checkPatience(long start) {
    if (System.nanoTime() - start > PATIENCE.toNanos()) {
      throw Problem.of(408, "too slow", "body: not here within " + PATIENCE.toSeconds() + " s");
    }
  }

  /**
   * One more than there should be, so that too many are noticed; what is asked for is allocated.
   */
  private int bytesExpected(MultivaluedMap<String, String> headers) {
    try {
      int length = Integer.parseInt(headers.getFirst(HttpHeaders.CONTENT_LENGTH));
      return Math.min(length, limits.bodyBytes()) + 1;
    } catch (NumberFormatException lengthUnknown) {
      return limits.bodyBytes() + 1;
    }
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.badMember("body", "is not UTF-8");
    }
  }

  private JsonObject parse(String text) {
    try {
      if (parseAll(text) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParsingException e) {
      var at = e.getLocation();
      throw Problem.badMember(
          "body",
          "malformed JSON at line " + at.getLineNumber() + ", column " + at.getColumnNumber());
    } catch (RuntimeException e) {
      // what the parser throws for numbers no BigDecimal can hold
      throw Problem.badMember("body", "malformed JSON, or a number out of bounds");
    }
    throw Problem.badMember("body", "must be a JSON object");
  }

  private JsonValue parseAll(String text) {
    try (var parser = parsers.createParser(new StringReader(text))) {
      parser.next();
      JsonValue value = parser.getValue();
      // looks for the end of the text and throws for anything else behind the value
      parser.hasNext();
      return value;
    }
  }
}
