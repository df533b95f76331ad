package selaras.store.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What goes to a server in one round trip. The {@linkplain SharedCall shared calls} of one script
 * at one place become one call: most of what a script costs Redis is the same for any number.
 *
 * <p>Each call is answered as if it had come alone; all fail when their script does.
 */
final class RoundTrip {
  private static final int CALLS_MAX = 32;

  /** So much text at most goes in one script, that it does not keep Redis from others for long. */
  private static final int CHARS_MAX = ScriptCall.CHARS_MAX;

  /** What somebody wants to have sent. */
  sealed interface Sending {
    /** Names the server by its keys, of which one is enough. */
    CommandArguments address();
  }

  record Alone(CommandArguments command) implements Sending {
    @Override
    public CommandArguments address() {
      return command;
    }
  }

  record Shared(LuaScript script, SharedCall call) implements Sending {
    @Override
    public CommandArguments address() {
      return new CommandArguments(Command.EVALSHA).key(call.place().get(0));
    }
  }

  private record Meeting(String digest, List<String> place) {}

  /** A command, and whose it is: the places among what is sent. */
  private sealed interface Part {
    CommandArguments command();

    void answer(Object reply, Object[] answers);
  }

  private record OwnPart(CommandArguments command, int place) implements Part {
    @Override
    public void answer(Object reply, Object[] answers) {
      answers[place] = reply;
    }
  }

  private static final class SharedPart implements Part {
    final LuaScript script;
    final List<SharedCall> calls = new ArrayList<>();
    final List<Integer> places = new ArrayList<>();
    int chars;

    SharedPart(LuaScript script) {
      this.script = script;
    }

    boolean hasRoomFor(SharedCall call) {
      return calls.size() < CALLS_MAX && chars + call.chars() <= CHARS_MAX;
    }

    void add(SharedCall call, int place) {
      calls.add(call);
      places.add(place);
      chars += call.chars();
    }

    @Override
    public CommandArguments command() {
      return script.command(SharedCall.together(calls));
    }

    @Override
    public void answer(Object reply, Object[] answers) {
      for (int i = 0; i < calls.size(); i++) {
        answers[places.get(i)] =
            reply instanceof JedisDataException ? reply : ((List<?>) reply).get(i);
      }
    }
  }

  private RoundTrip() {}

  /**
   * @param exchange sends the commands and gives the reply to each, of which an error is one
   * @return the reply to each of what was to be sent, in that order
   */
  static List<Object> make(
      List<Sending> all, Function<List<CommandArguments>, List<Object>> exchange) {
    List<Part> parts = parts(all);
    Iterator<Object> replies =
        exchange.apply(parts.stream().map(Part::command).toList()).iterator();
    Object[] answers = new Object[all.size()];
    parts.forEach(part -> part.answer(replies.next(), answers));
    return Arrays.asList(answers);
  }

  private static List<Part> parts(List<Sending> all) {
    List<Part> parts = new ArrayList<>();
    Map<Meeting, SharedPart> open = new HashMap<>();
    for (int place = 0; place < all.size(); place++) {
      switch (all.get(place)) {
        case Alone it -> parts.add(new OwnPart(it.command(), place));
        case Shared it -> {
          Meeting meeting = new Meeting(it.script().digest(), it.call().place());
          SharedPart part = open.get(meeting);
          if (part == null || !part.hasRoomFor(it.call())) {
            part = new SharedPart(it.script());
            open.put(meeting, part);
            parts.add(part);
          }
          part.add(it.call(), place);
        }
      }
    }
    return parts;
  }
}
