package selaras.history;

/** What is done to a cluster. */
enum Fault {
  /** The leader is killed and started again. */
  LEADER_KILLED,
  /** The leader is frozen for longer than the longest lease, and goes on. */
  LEADER_PAUSED,
  /** Nothing passes between the leader and the others. */
  LEADER_ISOLATED,
  /** The leader hears the others and is not heard. */
  LEADER_MUTE,
  /** The leader is heard and does not hear. */
  LEADER_DEAF,
  /** Nothing passes between a follower and the others. */
  FOLLOWER_ISOLATED
}
