package selaras.lock;

import java.util.List;

/**
 * How a session stands at one log time.
 *
 * @param remainingMillis until it ends, unless there is a heartbeat
 * @param locks that live as long as it does, the first ones
 * @param held how many locks these are all in all
 */
public record SessionView(
    String sessionId, String holderId, long remainingMillis, List<LockView> locks, int held) {

  /** A lock of the session. */
  public record LockView(String lockId, List<Want> wants, long fencingToken) {
    int chars() {
      return wants.stream().mapToInt(want -> want.resource().length()).sum();
    }
  }
}
