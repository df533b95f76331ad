package selaras.web.prometheus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusFigures;
import selaras.consensus.ConsensusView;
import selaras.consensus.ConsensusView.PeerView;
import selaras.consensus.ConsensusView.Role;

/** Agreement as this node sees it. */
@ApplicationScoped
class RaftFigures implements FigureSource {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  @Inject private Instance<Consensus> consensus;

  @Override
  public void describe(Figures figures) {
    describeView(figures);
    describePeers(figures);
    describeWork(figures);
  }

  private void describeView(Figures figures) {
    figures.gauge(
        "selaras_raft_is_leader",
        "1 on the node that leads, 0 elsewhere.",
        () -> view().role() == Role.LEADER ? 1 : 0);
    figures.gauge(
        "selaras_raft_has_leader",
        "1 while this node knows of a leader, itself included.",
        () -> view().hasLeader() ? 1 : 0);
    figures.gauge("selaras_raft_term", "The highest term this node has seen.", () -> view().term());
    figures.gauge(
        "selaras_raft_commit_index",
        "The last log index this node knows to be committed.",
        () -> view().commitIndex());
    figures.gauge(
        "selaras_raft_applied_index",
        "The last log index this node has applied.",
        () -> view().appliedIndex());
  }

  private void describePeers(Figures figures) {
    figures.gauge(
        "selaras_raft_peer_lag_entries",
        "Log entries that a follower has not confirmed; on the leader alone.",
        "peer",
        () -> peers(PeerView::lag, 1));
    figures.gauge(
        "selaras_raft_peer_silence_seconds",
        "Since a peer in contact with this node was last heard of.",
        "peer",
        () -> peers(PeerView::lastContactMillis, MILLIS));
  }

  private void describeWork(Figures figures) {
    figures.counter(
        "selaras_raft_batches", "Log entries this node proposed.", () -> work().batches());
    figures.counter("selaras_raft_commands", "Commands in those entries.", () -> work().commands());
    figures.gauge(
        "selaras_raft_waiting_commands",
        "Commands that wait on this node for the next entry.",
        () -> work().waiting());
    figures.counter(
        "selaras_raft_leader_changes",
        "How often this node learned of another leader.",
        () -> work().leaderChanges());
    figures.counter(
        "selaras_raft_elections", "Elections this node stood for.", () -> work().elections());
    figures.summary(
        "selaras_raft_log_sync_seconds",
        "Syncs of the log to disk, and how long the latest took.",
        this::syncs);
  }

  private ConsensusView view() {
    return consensus.get().view();
  }

  private ConsensusFigures work() {
    return consensus.get().figures();
  }

  /** Of those peers of which the figure is known. */
  private Map<String, Double> peers(ToLongFunction<PeerView> figure, double divisor) {
    return view().peers().stream()
        .filter(peer -> figure.applyAsLong(peer) >= 0)
        .collect(
            Collectors.toMap(
                peer -> peer.node().value(), peer -> figure.applyAsLong(peer) / divisor));
  }

  private Figures.Timing syncs() {
    ConsensusFigures work = work();
    return new Figures.Timing(
        work.syncs(), work.syncMedianNanos() / NANOS, work.syncP99Nanos() / NANOS);
  }
}
