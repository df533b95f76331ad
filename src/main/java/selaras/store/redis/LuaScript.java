package selaras.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A Lua script from the class path, with the SHA-1 digest under which Redis caches it.
 *
 * @param name the file's path under {@code selaras/}, for messages
 * @param source the text
 * @param digest SHA-1 of the text in hexadecimal, as EVALSHA wants it
 */
public record LuaScript(String name, String source, String digest) {

  /** Reads {@code selaras/<name>.lua}. A missing script is a broken build and fails at once. */
  public static LuaScript load(String name) {
    return of(name, read(name));
  }

  /** Reads a script that starts with the text of another, its prelude. */
  public static LuaScript load(String prelude, String name) {
    byte[] first = read(prelude);
    byte[] second = read(name);
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return of(name, both);
  }

  private static LuaScript of(String name, byte[] source) {
    return new LuaScript(name, new String(source, StandardCharsets.UTF_8), sha1(source));
  }

  private static byte[] read(String name) {
    String path = "/selaras/" + name + ".lua";
    try (InputStream in = LuaScript.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no script at " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
