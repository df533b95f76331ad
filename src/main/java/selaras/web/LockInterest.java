package selaras.web;

import java.util.Optional;
import selaras.access.Owner;
import selaras.lock.LockEvent;
import selaras.lock.Want;

/**
 * Which events a follower wants to hear of; an empty text leaves a question open.
 *
 * @param resource exactly this one
 * @param prefix of the names of resources
 * @param holderId of holders that call themselves so alone
 */
record LockInterest(String resource, String prefix, String holderId) {

  static LockInterest inOne(String resource) {
    return new LockInterest(resource, "", "");
  }

  static LockInterest inAll(String prefix, String holderId) {
    return new LockInterest("", prefix, holderId);
  }

  /** What makes the event interesting: of a lock of several resources, the first that does. */
  Optional<Want> partOf(LockEvent event) {
    return holderId.isEmpty() || holderId.equals(Owner.wordOf(event.holderId()))
        ? event.wants().stream().filter(want -> names(want.resource())).findFirst()
        : Optional.empty();
  }

  private boolean names(String name) {
    return name.startsWith(prefix) && (resource.isEmpty() || resource.equals(name));
  }
}
