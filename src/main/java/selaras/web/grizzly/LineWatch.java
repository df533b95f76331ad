package selaras.web.grizzly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks, four times a second, whether callers are still on the line. An answer that comes before
 * the next look has cost a place in a list; one that takes longer, a key of a selector.
 *
 * <p>Thread-safe; two daemon threads for all callers. A look that fails is given up until the next.
 */
final class LineWatch implements AutoCloseable {
  /*
   * Grizzly stops reading a connection of HTTP/1 until the answer to its request is complete, so it
   * does not see the client go, and no callback of Servlet or JAX-RS tells. (Its Comet part lets
   * Grizzly read on, which loses the bytes of a pipelined request.) Here a second selector asks of
   * the same sockets whether there is something to read. If there is, and the number of unread
   * bytes is zero, it is the end. Nothing is ever read.
   *
   * Once the answer is complete Grizzly reads again and the two conditions mean nothing any more;
   * so the answer is asked whether it is complete after the bytes were counted, never before.
   */
  private static final System.Logger LOG = System.getLogger(LineWatch.class.getName());
  private static final long LOOK_MILLIS = 250;

  // Not virtual threads: what follows from a hang-up may load classes, and virtual threads that
  // wait for the monitors of class loading can occupy every carrier that would have to free one.
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("hangups-", 1).factory());
  private final Selector selector;
  private final Queue<Caller> arrived = new ConcurrentLinkedQueue<>();
  private final List<Caller> callers = new ArrayList<>();

  LineWatch() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() {
    threads.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(Line line, CompletableFuture<?> answer) {
    arrived.add(new Caller(line, answer, threads));
  }

  private void look() {
    try {
      lookOnce();
    } catch (IOException | RuntimeException e) {
      if (!threads.isShutdown()) {
        LOG.log(Level.WARNING, "hang-ups were not looked for", e);
      }
    }
  }

  private void lookOnce() throws IOException {
    // Taken first, listened to last: whoever asked before on the same connection has had its answer
    // by now, so its key is cancelled by the second step and forgotten by the third.
    List<Caller> newcomers = takeArrived();
    callers.removeIf(Caller::isOver);
    selector.selectNow(LineWatch::heard);
    newcomers.removeIf(Caller::isOver);
    newcomers.forEach(newcomer -> newcomer.listen(selector));
    callers.addAll(newcomers);
  }

  private List<Caller> takeArrived() {
    List<Caller> taken = new ArrayList<>();
    for (Caller next = arrived.poll(); next != null; next = arrived.poll()) {
      taken.add(next);
    }
    return taken;
  }

  private static void heard(SelectionKey readable) {
    ((Caller) readable.attachment()).heard(readable);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "selector", e);
    }
  }
}
