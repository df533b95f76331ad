package selaras.web;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import selaras.cluster.Peer;
import selaras.cluster.Topology;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusView.PeerView;

/**
 * Asks all members, and this node, how they are, as a load balancer does: so a node that is cut
 * off, stopped or out of threads shows as what it is to its clients.
 *
 * <p>Thread-safe. Has threads of its own from the first question on.
 */
@ApplicationScoped
class HealthProbe {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Map<Peer, Long> answeredAtNanos = new ConcurrentHashMap<>();

  @Inject private Topology topology;
  @Inject private Consensus consensus;
  @Inject private WatchLimits limits;

  /** One question to each node, all at once; answered within the patience of a snapshot. */
  List<CompletableFuture<NodeHealth>> ask() {
    Stream<Peer> others = consensus.view().peers().stream().map(PeerView::peer);
    return Stream.concat(Stream.of(topology.me()), others)
        .sorted(Comparator.comparing(Peer::id))
        .map(this::ask)
        .toList();
  }

  private CompletableFuture<NodeHealth> ask(Peer peer) {
    URI address = URI.create("http://" + peer.host() + ":" + peer.httpPort() + "/health");
    HttpRequest request = HttpRequest.newBuilder(address).timeout(limits.patience()).build();
    CompletableFuture<HttpResponse<String>> response =
        http.sendAsync(request, BodyHandlers.ofString());
    // the time-out of the request ends with the headers of the answer; this one is for all of it
    return response
        .copy()
        .orTimeout(limits.patience().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> response.cancel(true))
        .handle((answer, failure) -> health(peer, Optional.ofNullable(answer)));
  }

  private NodeHealth health(Peer peer, Optional<HttpResponse<String>> answer) {
    String name = peer.id().value();
    Optional<NodeHealth> read =
        answer.flatMap(response -> HealthAnswer.read(name, url(peer), response.body()));
    long now = System.nanoTime();
    read.ifPresent(node -> answeredAtNanos.put(peer, now));
    return read.orElseGet(
        () -> {
          Long before = answeredAtNanos.get(peer);
          return NodeHealth.silent(
              name, url(peer), before == null ? null : (now - before) / 1_000_000);
        });
  }

  private String url(Peer peer) {
    String usual = "http://" + peer.host() + ":" + peer.httpPort();
    return limits.addresses().getOrDefault(peer.id().value(), usual);
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }
}
