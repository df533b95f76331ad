package selaras.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who waits for whom: finds the cycle that a new wait would close (Coffman, Elphick, Shoshani 1971,
 * section on detection). A waiter waits for those who hold what it wants, as far as they leave no
 * room for it, and for those ahead of it in line, unless all are readers.
 *
 * <p>As waits that close a cycle are refused, a new cycle always leads through the newest waiter.
 * Among semaphores a cycle alone proves nothing, since any of several holders can make room; there
 * the graph is reduced: whoever does not wait is taken to end and to give everything back.
 *
 * <p>Deterministic. Cost: those who can be reached from the holder, each once; a queue is walked
 * once however many of its waiters are reached. Bounded, since every node pays it while it applies
 * the log: of a cycle so deep in the crowd that {@link #MOST_REACHED} holders are reached before
 * it, nothing is said, and the first wait that runs out breaks it.
 */
final class WaitGraph {
  /** Holders that one search reaches at most. */
  static final int MOST_REACHED = 256;

  private final Map<String, Resource> resources;
  private final Map<String, Party> parties;

  WaitGraph(Map<String, Resource> resources, Map<String, Party> parties) {
    this.resources = resources;
    this.parties = parties;
  }

  /**
   * The cycle that leads through a holder, beginning with it, or the first links of a long one;
   * empty when there is none.
   */
  List<LockOutcome.Link> cycleThrough(String holderId) {
    return Mentions.of(
        wholeCycleThrough(holderId).stream(),
        link -> link.holderId().length() + link.resource().length());
  }

  private List<LockOutcome.Link> wholeCycleThrough(String holderId) {
    Party party = parties.get(holderId);
    boolean nobodyWaitsForIt = party.locks.isEmpty() && party.waits.size() == 1;
    if (nobodyWaitsForIt) {
      return List.of();
    }
    List<LockOutcome.Link> knot = waitsForItself(party);
    return knot.isEmpty() ? new Search(holderId).run() : knot;
  }

  /**
   * Asking twice for the same resources is no wait for oneself, since both are served as one.
   * Asking for part of them again is, since a holder has one lock on each.
   */
  private static List<LockOutcome.Link> waitsForItself(Party party) {
    Set<String> askedForApart = askedForApart(party.waits);
    for (Waiter waiter : party.waits) {
      for (Want want : waiter.wants()) {
        HeldLock lock = party.locks.get(want.resource());
        if ((lock != null && !Want.sameResources(lock.wants, waiter.wants()))
            || askedForApart.contains(want.resource())) {
          return List.of(new LockOutcome.Link(waiter.holderId(), want.resource()));
        }
      }
    }
    return List.of();
  }

  /** Resources for which some of the waits ask together with others than the rest do. */
  private static Set<String> askedForApart(Set<Waiter> waits) {
    Set<String> apart = new HashSet<>();
    Map<String, Waiter> first = new HashMap<>();
    for (Waiter waiter : waits) {
      Waiter alike = null;
      for (Want want : waiter.wants()) {
        Waiter other = first.putIfAbsent(want.resource(), waiter);
        if (other == null || other == alike) {
          continue;
        }
        if (Want.sameResources(other.wants(), waiter.wants())) {
          alike = other;
        } else {
          apart.add(want.resource());
        }
      }
    }
    return apart;
  }

  private Set<Waiter> waitsOf(String holderId) {
    Party party = parties.get(holderId);
    return party == null ? Set.of() : party.waits;
  }

  /** Whether a waiter waits for another one who holds the resource or stands there, too. */
  private static boolean conflict(Want want, Want other) {
    return !want.sharesWith(other);
  }

  /** One walk over the graph, breadth first, so that the cycle it finds is a shortest one. */
  private final class Search {
    private final String start;
    private final Map<String, HeldLock> locksOfStart;
    private final Map<String, List<Waiter>> waitsOfStart = new HashMap<>();
    private final ArrayDeque<String> queue = new ArrayDeque<>();

    /** How each holder was reached first: by whom, waiting for what. */
    private final Map<String, LockOutcome.Link> reachedBy = new LinkedHashMap<>();

    /** Up to where each line was walked, by resource and whether for a reader. */
    private final Map<String, Waiter> walked = new HashMap<>();

    private LockOutcome.Link closing;
    private boolean semaphores;

    Search(String start) {
      this.start = start;
      this.locksOfStart = parties.get(start).locks;
      for (Waiter waiter : parties.get(start).waits) {
        for (Want want : waiter.wants()) {
          waitsOfStart.computeIfAbsent(want.resource(), name -> new ArrayList<>()).add(waiter);
        }
      }
      queue.add(start);
    }

    List<LockOutcome.Link> run() {
      // all who were reached are looked at: holders come before those in line, whatever the crowd
      for (String next; (next = queue.poll()) != null; ) {
        for (Waiter waiter : waitsOf(next)) {
          for (Want want : waiter.wants()) {
            follow(waiter, want, resources.get(want.resource()));
          }
        }
      }
      return closing == null || (semaphores && (isTired() || canEnd())) ? List.of() : cycle();
    }

    private boolean isTired() {
      return reachedBy.size() >= MOST_REACHED;
    }

    private void follow(Waiter waiter, Want want, Resource resource) {
      semaphores |= want.mode() == LockMode.PERMITS;
      LockOutcome.Link link = new LockOutcome.Link(waiter.holderId(), resource.name);
      if (closing == null && isBlockedByStart(waiter, want, resource)) {
        closing = link;
      }
      if (!isTired()) {
        reachBlockers(waiter, want, resource, link);
      }
    }

    private void reachBlockers(Waiter waiter, Want want, Resource resource, LockOutcome.Link link) {
      boolean reader = want.mode() == LockMode.SHARED;
      String line = (reader ? "r" : "w") + resource.name;
      Waiter before = walked.get(line);
      if (before == null) {
        resource.holders.values().stream()
            .filter(lock -> conflict(want, lock.wantOn(resource.name)))
            .forEach(lock -> reach(lock.holderId, link));
      }
      if (before == null || before.isBefore(waiter)) {
        NavigableSet<Waiter> ahead =
            before == null
                ? resource.waiters.headSet(waiter, false)
                : resource.waiters.subSet(before, true, waiter, false);
        ahead.stream()
            .limit(MOST_REACHED)
            .filter(other -> conflict(want, other.wantOn(resource.name)))
            .forEach(other -> reach(other.holderId(), link));
        walked.put(line, waiter);
      }
    }

    private void reach(String holderId, LockOutcome.Link by) {
      if (!isTired() && !holderId.equals(start) && reachedBy.putIfAbsent(holderId, by) == null) {
        queue.add(holderId);
      }
    }

    private boolean isBlockedByStart(Waiter waiter, Want want, Resource resource) {
      if (waiter.holderId().equals(start)) {
        return false;
      }
      HeldLock lock = locksOfStart.get(resource.name);
      return (lock != null && conflict(want, lock.wantOn(resource.name)))
          || waitsOfStart.getOrDefault(resource.name, List.of()).stream()
              .anyMatch(
                  other -> other.isBefore(waiter) && conflict(want, other.wantOn(resource.name)));
    }

    private List<LockOutcome.Link> cycle() {
      List<LockOutcome.Link> links = new ArrayList<>();
      for (LockOutcome.Link link = closing; ; link = reachedBy.get(link.holderId())) {
        links.add(link);
        if (link.holderId().equals(start)) {
          Collections.reverse(links);
          return links;
        }
      }
    }

    /** Whether the start gets what it wants once all who do not wait have ended. */
    private boolean canEnd() {
      TreeSet<String> stuck = new TreeSet<>(reachedBy.keySet());
      stuck.add(start);
      while (stuck.removeIf(holderId -> waitsOf(holderId).stream().allMatch(w -> fits(w, stuck)))) {
        if (!stuck.contains(start)) {
          return true;
        }
      }
      return false;
    }

    /** Whether a waiter is served if only the stuck ones stay. */
    private boolean fits(Waiter waiter, Set<String> stuck) {
      return waiter.wants().stream()
          .allMatch(want -> fits(waiter, want, resources.get(want.resource()), stuck));
    }

    private boolean fits(Waiter waiter, Want want, Resource resource, Set<String> stuck) {
      long kept =
          resource.holders.values().stream()
              .filter(lock -> !lock.holderId.equals(waiter.holderId()))
              .filter(lock -> stuck.contains(lock.holderId))
              .mapToLong(lock -> lock.wantOn(resource.name).count())
              .sum();
      return kept + want.count() <= want.permits()
          && resource.waiters.headSet(waiter).stream()
              .filter(other -> conflict(want, other.wantOn(resource.name)))
              .filter(other -> !other.holderId().equals(waiter.holderId()))
              .noneMatch(other -> stuck.contains(other.holderId()));
    }
  }
}
