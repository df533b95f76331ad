package selaras.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * A client of every node of a cluster, by node number from 1. Waits at most 15 s for an answer, if
 * it is told no other time; whatever keeps one from coming is an {@link UncheckedIOException}. Safe
 * for use by many threads.
 */
public final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpClient http;
  private final int firstPort;
  private final Duration patience;
  private final Optional<String> token;

  public Api(int firstPort) {
    this(firstPort, PATIENCE);
  }

  Api(int firstPort, Duration patience) {
    this(http().build(), firstPort, patience, Optional.empty());
  }

  private Api(HttpClient http, int firstPort, Duration patience, Optional<String> token) {
    this.http = http;
    this.firstPort = firstPort;
    this.patience = patience;
    this.token = token;
  }

  /** The same, which shows a token. */
  public Api as(String bearer) {
    return new Api(http, firstPort, patience, Optional.of(bearer));
  }

  /** The same, which calls from another address of this machine. */
  public Api from(String address) {
    try {
      HttpClient there = http().localAddress(InetAddress.getByName(address)).build();
      return new Api(there, firstPort, patience, token);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpClient.Builder http() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5));
  }

  public Answer get(int node, String path) {
    return send(request(node, path).GET());
  }

  public Answer post(int node, String path, String json) {
    return send("POST", node, path, "application/json", json);
  }

  /** Any method, media type and body. */
  public Answer send(String method, int node, String path, String contentType, String body) {
    return send(
        request(node, path)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body)));
  }

  /**
   * Begins to follow a stream of events, after the one with this id; empty: from now on. Throws
   * {@link Following.Refused} when it may not.
   */
  public Following follow(int node, String path, String lastId) {
    HttpRequest.Builder request = request(node, path).header("Accept", "text/event-stream");
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    try {
      return Following.of(http.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(int node, String path) {
    URI address = URI.create("http://127.0.0.1:" + (firstPort + node - 1) + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience);
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    return request;
  }

  private Answer send(HttpRequest.Builder request) {
    long began = System.nanoTime();
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers(),
          response.body(),
          Duration.ofNanos(System.nanoTime() - began));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
