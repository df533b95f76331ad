package selaras.web;

/**
 * What a request may carry at most.
 *
 * @param nameChars characters of a resource, holder, queue, key or request id
 * @param bodyBytes bytes of a request body
 * @param valueBytes bytes of a message or cached value as JSON text in UTF-8
 * @param jsonDepth objects and arrays within each other, the body itself included
 */
public record Limits(int nameChars, int bodyBytes, int valueBytes, int jsonDepth) {
  public Limits {
    if (nameChars < 1 || valueBytes < 1 || bodyBytes < valueBytes) {
      throw new IllegalArgumentException(
          "api.name.max_chars=%d, api.value.max_bytes=%d and api.body.max_bytes=%d must be positive, the body not under the value"
              .formatted(nameChars, valueBytes, bodyBytes));
    }
    if (jsonDepth < 1) {
      throw new IllegalArgumentException(
          "api.json.max_depth=%d must be positive".formatted(jsonDepth));
    }
  }
}
