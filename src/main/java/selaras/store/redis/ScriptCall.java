package selaras.store.redis;

import java.util.List;

/** What a script is run with, once. */
public record ScriptCall(List<String> keys, List<String> args) {
  /** What has more text waits in its own thread: what waits without one takes little memory. */
  static final int CHARS_MAX = 32 << 10;

  boolean isLarge() {
    return chars() > CHARS_MAX;
  }

  int chars() {
    return args.stream().mapToInt(String::length).sum();
  }
}
