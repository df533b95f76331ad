package selaras.consensus;

import java.util.List;
import selaras.cluster.Peer;

/** How a change of the members went. */
public sealed interface MembershipOutcome {

  /**
   * It is as was asked for.
   *
   * @param members from now on
   */
  record Changed(List<Peer> members) implements MembershipOutcome {}

  /** Nothing was changed. */
  record Refused(Why why, String detail) implements MembershipOutcome {}

  /** Why nothing was changed. */
  enum Why {
    /** The node is known at another address, and connections to it are made there. */
    ANOTHER_ADDRESS,
    /** Another change, or the beginning of a leader's term, took too long. */
    CHANGE_UNDER_WAY,
    /** Those that would be left, and answer, are too few to decide. */
    NO_MAJORITY_LEFT,
    /** The node to add does not answer. */
    NODE_SILENT
  }
}
