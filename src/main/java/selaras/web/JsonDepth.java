package selaras.web;

/** How deep a JSON text is nested, found in one pass that needs no stack. Pure. */
final class JsonDepth {
  private JsonDepth() {}

  /**
   * The most objects and arrays that are open at once. Of a text that is not JSON it is an upper
   * bound of what a parser can meet before it notices.
   */
  static int of(String text) {
    int open = 0;
    int deepest = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        // a backslash takes the next character with it, a quotation mark above all
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '[' || c == '{') {
        deepest = Math.max(deepest, ++open);
      } else if (c == ']' || c == '}') {
        open--;
      }
    }
    return deepest;
  }
}
