package selaras.cache;

import java.util.function.LongSupplier;
import selaras.cluster.NodeId;

/** Copies of a node of which something is wrong. */
final class FlawedCopies extends LocalCopies {
  private final Flaw flaw;

  FlawedCopies(Flaw flaw, NodeId self, CacheSettings settings, Origin origin, LongSupplier nanos) {
    super(self, settings, origin, nanos);
    this.flaw = flaw;
  }

  @Override
  Mesi loaded(Ticket ticket, Origin.Loaded loaded) {
    if (flaw != Flaw.NO_FILL_TOKENS) {
      return super.loaded(ticket, loaded);
    }
    ended(ticket);
    return super.loaded(begin(ticket.key), loaded);
  }

  @Override
  boolean vouchesFor(Ticket ticket) {
    return flaw == Flaw.OLD_READS_SHARED || super.vouchesFor(ticket);
  }

  @Override
  public void confirmed(long atNanos, long[] made) {
    super.confirmed(atNanos, flaw == Flaw.NO_REPAIR ? heard() : made);
  }

  @Override
  public long asked(int partition, long sequence) {
    return flaw == Flaw.EARLY_ASSENT ? sequence : super.asked(partition, sequence);
  }
}
