package selaras.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Notices that the client of a suspended request has hung up, so that nobody goes on waiting in its
 * name.
 *
 * <p>Hanging up is closing the connection, or its sending half: a client that will not send any
 * more counts as gone, though it may still listen and then reads what becomes of the cancelled
 * answer. Over HTTP/2 it is also the reset of the request's stream.
 *
 * <p>Thread-safe. Noticed within a second, or not at all. It may be missed: on a server of another
 * kind than the one this was written for, when the network lost the farewell, behind a proxy that
 * keeps its own connection open, behind bytes that the client sent ahead (its next request, or the
 * farewell of TLS). So whatever waits needs a time-out too. But it is never mistaken: the answer to
 * a client that is there is not cancelled.
 */
public interface Hangups {
  /** The attribute of a request that is watched: its caller asked to wait. */
  String WAITS = "selaras.waits";

  /**
   * Cancels the answer if the client hangs up before it is complete.
   *
   * @param request with its body read, and as the container passed it to the resource method: a
   *     parameter, since a field would be a proxy
   * @param answer what the response is made of: complete before the response is written
   */
  void cancelOnHangup(HttpServletRequest request, CompletableFuture<?> answer);

  /**
   * A question, to be asked just before something is sent, while the answer is not complete:
   * whether the client is still there. As sure as above, and with no delay.
   *
   * @param request as above
   */
  BooleanSupplier isThere(HttpServletRequest request);
}
