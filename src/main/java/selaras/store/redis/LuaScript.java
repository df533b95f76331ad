package selaras.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * A Lua script from the class path, with the SHA-1 digest under which Redis caches it.
 *
 * @param name the file's path under {@code selaras/}, for messages
 * @param source the text
 * @param digest SHA-1 of the text in hexadecimal, as EVALSHA wants it
 */
public record LuaScript(String name, String source, String digest) {

  /**
   * Reads {@code selaras/<part>.lua} for each part; the last is the script and gives it its name,
   * those before it are its preludes. A missing one is a broken build and fails at once.
   */
  public static LuaScript load(String... parts) {
    String source = Arrays.stream(parts).map(LuaScript::read).collect(Collectors.joining());
    byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
    return new LuaScript(parts[parts.length - 1], source, sha1(bytes));
  }

  /** Runs it by its digest, which fails until Redis has had the text. */
  CommandArguments command(ScriptCall call) {
    return command(Command.EVALSHA, digest, call);
  }

  /** Runs it by its text, which Redis then has. */
  CommandArguments textCommand(ScriptCall call) {
    return command(Command.EVAL, source, call);
  }

  private static CommandArguments command(Command verb, String script, ScriptCall call) {
    return new CommandArguments(verb)
        .add(script)
        .add(call.keys().size())
        .keys(call.keys())
        .addObjects(call.args());
  }

  private static String read(String name) {
    String path = "/selaras/" + name + ".lua";
    try (InputStream in = LuaScript.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no script at " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
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
