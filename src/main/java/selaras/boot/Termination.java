package selaras.boot;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has something done between SIGTERM or SIGINT and the end, while everything still works: shutdown
 * hooks run at the same time as those of the server and of the log. A second signal does not wait
 * for it.
 *
 * <p>By reflection, since the compiler warns of {@code sun.misc.Signal}, which is supported (JEP
 * 260) and the only way. Where a JVM keeps its signals to itself this does nothing.
 */
final class Termination {
  private static final System.Logger LOG = System.getLogger(Termination.class.getName());

  /** As the Java launcher has it for SIGTERM: 128 and the number of the signal. */
  private static final int STATUS = 143;

  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Runnable last;

  private Termination(Runnable last) {
    this.last = last;
  }

  /**
   * @param last is done on a thread of its own, with the class loader of the caller
   */
  static void doBefore(Runnable last) {
    Termination termination = new Termination(last);
    try {
      termination.handle("TERM");
      termination.handle("INT");
    } catch (ReflectiveOperationException e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      LOG.log(Level.INFO, "signals are not handled here: {0}", cause.getMessage());
    }
  }

  private void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object ours =
        Proxy.newProxyInstance(
            Termination.class.getClassLoader(),
            new Class<?>[] {handler},
            (self, method, arguments) -> end());
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
  }

  private Object end() {
    try {
      if (asked.compareAndSet(false, true)) {
        Thread.currentThread().setContextClassLoader(loader);
        last.run();
      }
    } finally {
      System.exit(STATUS);
    }
    return null;
  }
}
