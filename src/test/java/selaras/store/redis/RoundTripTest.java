package selaras.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;
import selaras.store.redis.RoundTrip.Alone;
import selaras.store.redis.RoundTrip.Sending;
import selaras.store.redis.RoundTrip.Shared;

class RoundTripTest {
  private static final LuaScript ACK = new LuaScript("ack", "return 1", "a1");
  private static final LuaScript NACK = new LuaScript("nack", "return 2", "b2");
  private static final List<String> HERE = List.of("here:1", "here:2");
  private static final List<String> THERE = List.of("there:1", "there:2");
  private static final JedisDataException ERROR = new JedisDataException("ERR broken");

  private final List<List<String>> sent = new ArrayList<>();

  private static Sending call(LuaScript script, List<String> place, String arg) {
    return new Shared(script, new SharedCall(place, List.of("key of " + arg), List.of(arg)));
  }

  private static Sending ping(String word) {
    return new Alone(new CommandArguments(Command.PING).add(word));
  }

  /** Replies to each script with the last argument of each of its calls, to others with a word. */
  private List<Object> exchange(List<CommandArguments> commands) {
    return commands.stream().map(RoundTripTest::words).peek(sent::add).map(this::reply).toList();
  }

  private Object reply(List<String> words) {
    if (words.contains("break")) {
      return ERROR;
    }
    if (words.get(0).equals("PING")) {
      return words.get(1);
    }
    int keys = Integer.parseInt(words.get(2));
    List<Object> replies = new ArrayList<>();
    for (int i = 3 + keys; i < words.size(); i += 3) {
      replies.add(words.get(i + 2));
    }
    return replies;
  }

  private static List<String> words(CommandArguments command) {
    List<String> words = new ArrayList<>();
    for (Rawable word : command) {
      words.add(SafeEncoder.encode(word.getRaw()));
    }
    return words;
  }

  @Test
  void make_callsOfOneScriptAtOnePlace_oneScriptAndToEachItsOwnReply() {
    List<Object> replies =
        RoundTrip.make(
            List.of(
                call(ACK, HERE, "a"),
                ping("p"),
                call(ACK, THERE, "b"),
                call(NACK, HERE, "c"),
                call(ACK, HERE, "d")),
            this::exchange);

    assertThat(replies).containsExactly("a", "p", "b", "c", "d");
    assertThat(sent)
        .containsExactly(
            List.of(
                "EVALSHA",
                "a1",
                "4",
                "here:1",
                "here:2",
                "key of a",
                "key of d",
                "1",
                "1",
                "a",
                "1",
                "1",
                "d"),
            List.of("PING", "p"),
            List.of("EVALSHA", "a1", "3", "there:1", "there:2", "key of b", "1", "1", "b"),
            List.of("EVALSHA", "b2", "3", "here:1", "here:2", "key of c", "1", "1", "c"));
  }

  @Test
  void make_aScriptFails_allOfItsCallsAndNoOther() {
    assertThat(
            RoundTrip.make(
                List.of(
                    call(ACK, HERE, "a"),
                    call(NACK, HERE, "b"),
                    call(ACK, HERE, "break"),
                    ping("p")),
                this::exchange))
        .containsExactly(ERROR, "b", ERROR, "p");
  }

  @Test
  void make_manyOrLarge_severalScripts() {
    List<Sending> many =
        IntStream.range(0, 70).mapToObj(i -> call(ACK, HERE, Integer.toString(i))).toList();
    assertThat(RoundTrip.make(many, this::exchange))
        .isEqualTo(IntStream.range(0, 70).mapToObj(Integer::toString).toList());
    assertThat(sent).hasSize(3);

    sent.clear();
    String large = "x".repeat(20_000);
    String huge = "y".repeat(40_000);
    List<Sending> big =
        List.of(call(ACK, HERE, huge), call(ACK, HERE, large), call(ACK, HERE, large));
    assertThat(RoundTrip.make(big, this::exchange)).containsExactly(huge, large, large);
    assertThat(sent).hasSize(3);
  }
}
