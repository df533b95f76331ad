package selaras.web;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.IOException;
import selaras.lock.EventId;
import selaras.lock.EventLog;
import selaras.lock.LockSettings;

/** All who follow the locks on this node, up to a number. Thread-safe. */
@Singleton
public class Followers {
  private final EventLog events;
  private final LockSettings settings;
  private final Streams streams;
  private final Streams.Places places;

  @Inject
  Followers(EventLog events, LockSettings settings, Streams streams) {
    this.events = events;
    this.settings = settings;
    this.streams = streams;
    this.places = new Streams.Places("too many followers", settings.maxFollowers());
  }

  /**
   * Lets a client follow until it goes; over the bound it is refused.
   *
   * @param request suspended
   * @param answer to it, which belongs to the follower from here on
   */
  void follow(HttpServletRequest request, AsyncResponse answer, LockInterest interest, EventId from)
      throws IOException {
    streams.open(
        request,
        answer,
        places,
        stream -> new Follower(events, interest, settings.grace(), stream, from));
  }
}
