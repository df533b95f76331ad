package selaras.web;

import selaras.lock.EventId;

/**
 * Messages as {@code text/event-stream} has them (WHATWG HTML, "Server-sent events"). Values must
 * not contain line ends. A message without data is not handed to the client's program, but its id
 * counts.
 */
final class SseText {
  private final StringBuilder text = new StringBuilder();

  SseText id(EventId id) {
    return line("id: ", id.toString());
  }

  SseText event(String name) {
    return line("event: ", name);
  }

  SseText data(String json) {
    return line("data: ", json);
  }

  SseText comment(String words) {
    return line(": ", words);
  }

  private SseText line(String field, String value) {
    text.append(field).append(value).append('\n');
    return this;
  }

  /** Ends the message. */
  SseText end() {
    text.append('\n');
    return this;
  }

  int length() {
    return text.length();
  }

  /** What there is; begins anew. */
  String take() {
    String all = text.toString();
    text.setLength(0);
    return all;
  }
}
