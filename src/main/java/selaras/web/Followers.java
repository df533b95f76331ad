package selaras.web;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.lock.EventId;
import selaras.lock.EventLog;
import selaras.lock.LockSettings;

/**
 * All who follow the locks on this node, up to a number; one thread each, which ends with the
 * client's connection or with the node. Platform threads, as {@link selaras.consensus.Completions}
 * says.
 *
 * <p>Thread-safe.
 */
@Singleton
public class Followers {
  private static final Logger LOG = Logger.getLogger(Followers.class.getName());

  private final EventLog events;
  private final LockSettings settings;
  private final Hangups hangups;
  private final Semaphore places;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  @Inject
  Followers(EventLog events, LockSettings settings, Hangups hangups) {
    this.events = events;
    this.settings = settings;
    this.hangups = hangups;
    this.places = new Semaphore(settings.maxFollowers());
  }

  /**
   * Lets a client follow until it goes; over the bound it is refused.
   *
   * @param request suspended, and never resumed: from here on the response belongs to the follower
   */
  void follow(HttpServletRequest request, LockInterest interest, EventId from) throws IOException {
    if (!places.tryAcquire()) {
      throw Problem.of(
              429, "too many followers", "at most " + settings.maxFollowers() + " on one node")
          .retryAfter(1);
    }
    boolean begun = false;
    try {
      EventStream stream = new EventStream(request.getAsyncContext());
      begin(request, new Follower(events, interest, settings.grace(), stream, from), stream);
      begun = true;
    } finally {
      if (!begun) {
        places.release();
      }
    }
  }

  private void begin(HttpServletRequest request, Follower follower, EventStream stream) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform().daemon().name("follower").unstarted(() -> run(follower, stream, end));
    end.exceptionally(
        hungUp -> {
          thread.interrupt();
          return null;
        });
    hangups.cancelOnHangup(request, end);
    thread.start();
  }

  private void run(Follower follower, EventStream stream, CompletableFuture<Void> end) {
    threads.add(Thread.currentThread());
    try {
      if (!closed) {
        follower.run();
      }
    } catch (IOException | InterruptedException e) {
      LOG.log(Level.FINE, "a follower is gone: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a follower was left", e);
    } finally {
      threads.remove(Thread.currentThread());
      end.complete(null);
      stream.close();
      places.release();
    }
  }

  /** Ends all streams; their clients go on at another node. */
  void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }
}
