package selaras.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import selaras.store.StoreUnavailableException;

/** A mirror in memory; it can be out of reach, be lost, and be taken over by another writer. */
final class MirrorInMemory implements MirrorStore {
  Map<String, String> shown = new TreeMap<>();
  AsOf says = AsOf.NEVER;

  /** After so many calls more it is out of reach; negative: never. */
  int callsLeft = -1;

  /** The sizes of the pages that came, and what was to be said after each. */
  final List<Integer> pages = new ArrayList<>();

  final List<AsOf> said = new ArrayList<>();

  /** Runs with each page that is added to a draft. */
  Runnable meanwhile = () -> {};

  private boolean isWriters;

  void lose() {
    takeOver(-1);
    shown = new TreeMap<>();
  }

  /** Another node wrote it. */
  void takeOver(long term) {
    says = new AsOf(term, 0, 0);
    shown = new TreeMap<>(Map.of("of another", "mirror"));
    isWriters = false;
  }

  @Override
  public boolean change(AsOf asOf, Page page) {
    reach();
    pages.add(page.inUse().size() + page.free().size());
    said.add(asOf);
    if (!isWriters) {
      return false;
    }
    put(shown, page);
    page.free().forEach(shown::remove);
    says = asOf;
    return true;
  }

  @Override
  public Draft draft(long term) {
    Map<String, String> next = new TreeMap<>();
    return new Draft() {
      @Override
      public boolean add(Page page) {
        reach();
        pages.add(page.inUse().size());
        put(next, page);
        meanwhile.run();
        return says.term() <= term;
      }

      @Override
      public boolean publish(AsOf asOf) {
        reach();
        if (says.term() > term) {
          return false;
        }
        shown = next;
        says = asOf;
        isWriters = true;
        return true;
      }
    };
  }

  private void reach() {
    if (callsLeft-- == 0) {
      throw new StoreUnavailableException("out of reach", true, null);
    }
  }

  private static void put(Map<String, String> resources, Page page) {
    page.inUse().forEach(view -> resources.put(view.resource(), text(view, page.logMillis())));
  }

  /** All of a view that cannot change without being told, or being looked for. */
  static String text(ResourceView view, long logMillis) {
    StringBuilder text = new StringBuilder(view.permits() + " permits, held by");
    view.holders()
        .forEach(h -> text.append(" " + h.fencingToken() + "/" + h.mode() + "/" + h.count()));
    text.append(", " + view.waiting() + " waiting");
    view.waiters().forEach(w -> text.append(" " + w.holderId() + "/" + w.mode() + "/" + w.count()));
    long until = view.delayMillis() > 0 ? logMillis + view.delayMillis() : 0;
    return text.append(", delayed until " + until).toString();
  }
}
