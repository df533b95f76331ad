package selaras.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Finds free TCP ports, below the range the system hands out to clients. */
public final class Ports {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 30_000;
  private static final int TRIES = 200;

  private Ports() {}

  /** The first of {@code count} ports in a row that were all free a moment ago. */
  public static int free(int count) {
    for (int i = 0; i < TRIES; i++) {
      int base = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count);
      if (allFree(base, count)) {
        return base;
      }
    }
    throw new IllegalStateException("no " + count + " free ports in a row");
  }

  private static boolean allFree(int base, int count) {
    List<ServerSocket> bound = new ArrayList<>();
    try {
      for (int port = base; port < base + count; port++) {
        bound.add(new ServerSocket(port));
      }
      return true;
    } catch (IOException taken) {
      return false;
    } finally {
      bound.forEach(Ports::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
