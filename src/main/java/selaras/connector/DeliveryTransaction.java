package selaras.connector;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The part a delivery takes in the container's transaction: it learns how that ended, which the end
 * of {@code afterDelivery} alone does not say, and it votes against a commit when the lease has
 * ended, since somebody else may be doing the work by then. Keeps nothing that would have to be
 * recovered: a message whose commit was not seen comes again.
 *
 * <p>Used for one delivery after the other; the container may call from any thread.
 */
final class DeliveryTransaction implements XAResource {
  private volatile Lease lease;
  private volatile boolean committed;

  void begin(Lease delivered) {
    committed = false;
    lease = delivered;
  }

  boolean isCommitted() {
    return committed;
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    requireLease();
    return XA_OK;
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    if (onePhase) {
      requireLease();
    }
    committed = true;
  }

  private void requireLease() throws XAException {
    if (!lease.isHeld()) {
      throw new XAException(XAException.XA_RBTIMEOUT);
    }
  }

  @Override
  public void rollback(Xid xid) {
    committed = false;
  }

  @Override
  public void start(Xid xid, int flags) {}

  @Override
  public void end(Xid xid, int flags) {}

  @Override
  public void forget(Xid xid) {}

  @Override
  public Xid[] recover(int flag) {
    return new Xid[0];
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other == this;
  }

  @Override
  public int getTransactionTimeout() {
    return 0;
  }

  @Override
  public boolean setTransactionTimeout(int seconds) {
    return false;
  }
}
