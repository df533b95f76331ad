package selaras.testing;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of a link: lets bytes through and counts them, or holds them back. Thread-safe. */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private boolean open = true;
  private long passed;

  void open() {
    set(true);
  }

  void shut() {
    set(false);
  }

  private void set(boolean nowOpen) {
    lock.lock();
    try {
      open = nowOpen;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the gate is open. */
  void pass(int bytes) {
    lock.lock();
    try {
      while (!open) {
        opened.awaitUninterruptibly();
      }
      passed += bytes;
    } finally {
      lock.unlock();
    }
  }

  long passed() {
    lock.lock();
    try {
      return passed;
    } finally {
      lock.unlock();
    }
  }
}
