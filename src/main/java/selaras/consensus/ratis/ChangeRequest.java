package selaras.consensus.ratis;

import java.util.UUID;

/**
 * A change that somebody wants and asks the leader for until it has ended, as a line of text.
 *
 * @param id of all questions of one call: how the change ended is said to who began it, even if
 *     that was between two questions, and the next call begins anew
 */
record ChangeRequest(String id, MemberChange change) {
  static ChangeRequest of(MemberChange change) {
    return new ChangeRequest(UUID.randomUUID().toString(), change);
  }

  String text() {
    return id + " " + change.text();
  }

  static ChangeRequest parse(String text) {
    String[] words = text.split(" ", 2);
    return new ChangeRequest(words[0], MemberChange.parse(words[1]));
  }
}
