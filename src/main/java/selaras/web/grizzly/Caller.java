package selaras.web.grizzly;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One who waits for an answer at the other end of a line. For the one look at a time of {@link
 * LineWatch}.
 */
final class Caller {
  private final Line line;
  private final CompletableFuture<?> answer;
  private final Executor threads;
  private Optional<SelectionKey> key = Optional.empty();

  /**
   * @param threads run what follows from a hang-up
   */
  Caller(Line line, CompletableFuture<?> answer, Executor threads) {
    this.line = line;
    this.answer = answer;
    this.threads = threads;
  }

  void listen(Selector selector) {
    try {
      Optional<SocketChannel> socket = line.unreadSocket();
      if (socket.isPresent()) {
        key = Optional.of(socket.get().register(selector, SelectionKey.OP_READ, this));
      }
    } catch (ClosedChannelException e) {
      hungUp();
    }
  }

  /** The socket can be read: there are bytes, which are Grizzly's, or its end was reached. */
  void heard(SelectionKey readable) {
    try {
      if (Line.unread((SocketChannel) readable.channel()) == 0) {
        hungUp();
      } else {
        // bytes stay where they are, and as long as they do there is no seeing what is behind them
        readable.interestOps(0);
      }
    } catch (IOException | CancelledKeyException e) {
      // closed by Grizzly in this moment, as the next look at the line will show
    }
  }

  /** Whether this needs no more watching; then the socket is let go of. */
  boolean isOver() {
    if (!line.isOpen()) {
      hungUp();
    }
    boolean over = answer.isDone() || !line.isOpen();
    if (over) {
      key.ifPresent(SelectionKey::cancel);
    }
    return over;
  }

  /** Not on this thread: what follows from it, up to writing the response, is not known here. */
  private void hungUp() {
    if (!answer.isDone()) {
      threads.execute(() -> answer.cancel(false));
    }
  }
}
