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
  static final LuaScript GIVE_BACK = withPrelude("give-back");
  static final LuaScript STATS = withPrelude("stats");
  static final LuaScript DEAD = withPrelude("dead");
  static final LuaScript REGISTER = LuaScript.load("queue/register");

  private Scripts() {}

  private static LuaScript withPrelude(String verb) {
    return LuaScript.load("queue/prelude", "queue/" + verb);
  }
}
