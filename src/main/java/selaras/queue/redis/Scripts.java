package selaras.queue.redis;

import selaras.store.redis.Fences;
import selaras.store.redis.LuaScript;

/** The scripts of the queue, one per verb. */
final class Scripts {
  static final LuaScript PRODUCE = LuaScript.load("queue/prelude", Fences.CHECK, "queue/produce");
  static final LuaScript CONSUME = withPrelude("consume");
  static final LuaScript ACK = withPrelude("ack");
  static final LuaScript NACK = withPrelude("nack");
  static final LuaScript EXTEND = withPrelude("extend");
  static final LuaScript HAND_BACK = withPrelude("hand-back");
  static final LuaScript GIVE_BACK = withPrelude("give-back");
  static final LuaScript STATS = withPrelude("stats");
  static final LuaScript PEEK = withPrelude("peek");
  static final LuaScript PURGE = withPrelude("purge");
  static final LuaScript REMOVE = withPrelude("remove");
  static final LuaScript DEAD = withGrave("dead");
  static final LuaScript REDRIVE = withGrave("redrive");
  static final LuaScript DEFINITION = LuaScript.load("queue/definition");
  static final LuaScript REGISTER = LuaScript.load("queue/register");
  static final LuaScript DEFINE = LuaScript.load("queue/define");
  static final LuaScript DELETE = LuaScript.load("queue/delete");

  private Scripts() {}

  private static LuaScript withPrelude(String verb) {
    return LuaScript.load("queue/prelude", "queue/" + verb);
  }

  private static LuaScript withGrave(String verb) {
    return LuaScript.load("queue/prelude", "queue/grave", "queue/" + verb);
  }
}
