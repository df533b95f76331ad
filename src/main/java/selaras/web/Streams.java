package selaras.web;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import selaras.cluster.Admission;

/**
 * All open streams of events of this node; one thread each, which ends with the client's connection
 * or with the node. Platform threads, as {@link selaras.answers.Completions} says.
 *
 * <p>Thread-safe.
 */
@Singleton
public class Streams {
  /** The attribute of a request whose response is a stream: how long it was open says nothing. */
  public static final String STREAMS = "selaras.streams";

  private static final Logger LOG = System.getLogger(Streams.class.getName());

  private final Hangups hangups;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  @Inject
  Streams(Hangups hangups, Admission admission) {
    this.hangups = hangups;
    admission.endWaitsBy(this::close);
  }

  /** What fills one stream; on its own thread, until that is interrupted. */
  interface Teller {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Lets a client listen until it goes.
   *
   * @param request suspended
   * @param answer to it, which belongs to the stream from here on
   * @param places one of these it takes as long; when there is none, the client is refused
   */
  void open(
      HttpServletRequest request,
      AsyncResponse answer,
      Places places,
      Function<EventStream, Teller> telling)
      throws IOException {
    places.take();
    boolean begun = false;
    try {
      EventStream stream = new EventStream(request, answer);
      begin(request, telling.apply(stream), stream, places);
      begun = true;
    } finally {
      if (!begun) {
        places.giveBack();
      }
    }
  }

  private void begin(HttpServletRequest request, Teller teller, EventStream stream, Places places) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("event-stream")
            .unstarted(() -> run(teller, stream, end, places));
    end.exceptionally(
        hungUp -> {
          thread.interrupt();
          return null;
        });
    hangups.cancelOnHangup(request, end);
    request.setAttribute(STREAMS, true);
    thread.start();
  }

  private void run(Teller teller, EventStream stream, CompletableFuture<Void> end, Places places) {
    threads.add(Thread.currentThread());
    try {
      if (!closed) {
        teller.run();
      }
    } catch (IOException | InterruptedException e) {
      LOG.log(Level.DEBUG, "a client is gone: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a stream of events was left", e);
    } finally {
      threads.remove(Thread.currentThread());
      // first, so that no failure to end it properly keeps the place
      places.giveBack();
      end.complete(null);
      stream.close();
    }
  }

  /** Ends all streams; their clients go on at another node. */
  private void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }

  /** How many may listen at once. */
  static final class Places {
    private final String title;
    private final int max;
    private final Semaphore free;

    /**
     * @param title of the refusal
     */
    Places(String title, int max) {
      this.title = title;
      this.max = max;
      this.free = new Semaphore(max);
    }

    private void take() {
      if (!free.tryAcquire()) {
        throw Problem.of(429, title, "at most " + max + " on one node").retryAfter(1);
      }
    }

    private void giveBack() {
      free.release();
    }
  }
}
