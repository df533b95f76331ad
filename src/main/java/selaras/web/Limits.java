package selaras.web;

import selaras.limits.Bound;

/**
 * What a request may carry at most.
 *
 * @param nameChars characters of a resource, holder, queue, key or request id
 * @param bodyBytes bytes of a request body
 * @param valueBytes bytes of a message or cached value as JSON text in UTF-8
 * @param jsonDepth objects and arrays within each other, the body itself included
 */
public record Limits(int nameChars, int bodyBytes, int valueBytes, int jsonDepth) {
  /** More than any id or receipt that a node gives out, which come back as names. */
  private static final int OWN_IDS = 128;

  public Limits {
    Bound.atLeast("api.name.max_chars", OWN_IDS, nameChars);
    Bound.atLeast("api.value.max_bytes", 1, valueBytes);
    Bound.notUnder("api.body.max_bytes", bodyBytes, "api.value.max_bytes", valueBytes);
    Bound.atLeast("api.json.max_depth", 1, jsonDepth);
  }
}
