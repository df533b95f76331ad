package selaras.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class CommitNewsTest {
  private final List<CompletableFuture<Void>> rounds = new ArrayList<>();
  private final Queue<Runnable> paused = new ArrayDeque<>();
  private long slowest;
  private final CommitNews news =
      new CommitNews(
          () -> {
            rounds.add(new CompletableFuture<>());
            return rounds.get(rounds.size() - 1);
          },
          () -> slowest,
          paused::add);

  @Test
  void announce_allHeard_oneRound() {
    news.announce(7);
    slowest = 7;
    endRound();
    assertThat(rounds).hasSize(1);
    assertThat(paused).isEmpty();
  }

  @Test
  void announce_oneHadNotWrittenYet_isToldAgainAfterAPause() {
    news.announce(7);
    endRound();
    assertThat(rounds).hasSize(1);
    paused.remove().run();
    slowest = 7;
    endRound();
    assertThat(rounds).hasSize(2);
    assertThat(paused).isEmpty();
  }

  @Test
  void announce_whileARoundIsUnderWay_isToldInTheNext() {
    news.announce(7);
    news.announce(8);
    assertThat(rounds).hasSize(1);
    slowest = 7;
    endRound();
    paused.remove().run();
    slowest = 8;
    endRound();
    assertThat(rounds).hasSize(2);
    assertThat(paused).isEmpty();
  }

  @Test
  void announce_oneNeverHears_isLeftToTheRegularHeartbeats() {
    news.announce(7);
    for (int i = 1; i < CommitNews.ROUNDS; i++) {
      endRound();
      paused.remove().run();
    }
    endRound();
    assertThat(rounds).hasSize(CommitNews.ROUNDS);
    assertThat(paused).isEmpty();
    news.announce(8);
    assertThat(rounds).hasSize(CommitNews.ROUNDS + 1);
  }

  @Test
  void announce_afterARoundFailed_beginsAnew() {
    news.announce(7);
    rounds.get(0).completeExceptionally(new ConsensusException.NoQuorum("none"));
    assertThat(paused).isEmpty();
    news.announce(8);
    assertThat(rounds).hasSize(2);
  }

  private void endRound() {
    rounds.get(rounds.size() - 1).complete(null);
  }
}
