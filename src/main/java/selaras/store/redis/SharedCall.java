package selaras.store.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A call of a script that carries out any number of calls at one place, one after the other as if
 * each had come alone. Such a script gets the keys of the place and then those of each call; as
 * arguments for each call how many keys it has, how many arguments, and these. It returns a list of
 * what each call is answered.
 *
 * @param place the keys that calls at the same place have in common, all in one hash slot
 * @param keys those of this call alone, in the same slot
 */
public record SharedCall(List<String> place, List<String> keys, List<String> args) {
  /** How the script is run for these calls, which are at one place. */
  static ScriptCall together(Collection<SharedCall> calls) {
    List<String> keys = new ArrayList<>(calls.iterator().next().place);
    List<String> args = new ArrayList<>();
    for (SharedCall call : calls) {
      keys.addAll(call.keys);
      args.add(Integer.toString(call.keys.size()));
      args.add(Integer.toString(call.args.size()));
      args.addAll(call.args);
    }
    return new ScriptCall(keys, args);
  }

  ScriptCall alone() {
    return together(List.of(this));
  }

  boolean isLarge() {
    return own().isLarge();
  }

  int chars() {
    return own().chars();
  }

  private ScriptCall own() {
    return new ScriptCall(keys, args);
  }
}
