package selaras.web;

import java.io.IOException;
import java.time.Duration;
import selaras.lock.EventId;
import selaras.lock.EventLog;
import selaras.lock.Want;

/**
 * Tells one client what happens, at the pace at which it reads; belongs to one thread. Runs until
 * the client is gone, does not read for too long, or the thread is interrupted.
 */
final class Follower implements Streams.Teller {
  /** After so long without a message comes a comment, which finds out whether the client lives. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private static final int PAGE = 100;

  /** Characters to write at once: with what the server buffers, all that a follower can fill. */
  private static final int CHUNK = 16_384;

  private final EventLog events;
  private final LockInterest interest;
  private final Duration grace;
  private final EventStream stream;
  private EventId place;
  private long lastWrite;

  /**
   * @param place the event after which to begin
   */
  Follower(
      EventLog events, LockInterest interest, Duration grace, EventStream stream, EventId place) {
    this.events = events;
    this.interest = interest;
    this.grace = grace;
    this.stream = stream;
    this.place = place;
  }

  @Override
  public void run() throws IOException, InterruptedException {
    write(new SseText().comment("following").id(place).end());
    while (true) {
      tell(events.after(place, PAGE, HEARTBEAT.minusNanos(System.nanoTime() - lastWrite)));
    }
  }

  private void tell(EventLog.Page page) throws IOException {
    place = page.last();
    SseText text = new SseText();
    if (page.missed()) {
      missed(page, text);
    }
    for (EventLog.Entry entry : page.entries()) {
      interest.partOf(entry.event()).ifPresent(want -> happened(entry, want, text));
      if (text.length() >= CHUNK) {
        write(text);
      }
    }
    if (text.length() > 0) {
      write(text);
    } else if (System.nanoTime() - lastWrite >= HEARTBEAT.toNanos()) {
      // with the place, so that a client that hears of little does not fall behind
      write(text.comment("still here").id(place).end());
    }
  }

  private static void missed(EventLog.Page page, SseText text) {
    text.id(page.from())
        .event("missed")
        .data(JsonShape.text(new LockEventAnswers.Missed(page.from())))
        .end();
  }

  private void happened(EventLog.Entry entry, Want want, SseText text) {
    text.id(entry.id())
        .event(LockEventAnswers.name(entry.event()))
        .data(JsonShape.text(LockEventAnswers.of(entry, want, grace)))
        .end();
  }

  private void write(SseText text) throws IOException {
    stream.write(text.take());
    lastWrite = System.nanoTime();
  }
}
