package selaras.web;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * Answers are records; this writes their members in snake_case and in their order. Members that are
 * null are left out.
 *
 * <p>By Gson and not by JSON-B, which gives the members no order that a reader would recognise and
 * cannot pass on a stored value without parsing it.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public final class JsonShape implements MessageBodyWriter<Record> {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .registerTypeAdapter(RawJson.class, new RawJson.Writer())
          .disableHtmlEscaping()
          .create();

  /** The same without a response around it; one line. */
  static String text(Record answer) {
    return GSON.toJson(answer);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public void writeTo(
      Record answer,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    // in pieces: of a long answer there is never all of its text
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    GSON.toJson(answer, type, text);
    text.flush(); // only of a whole text: a short one that fails is a 500
  }
}
