package selaras.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<Proposal> proposals = new LinkedBlockingQueue<>();
  private GroupCommit groupCommit = groupCommit(LONG, LONG, 100);

  @AfterEach
  void close() {
    groupCommit.close();
    timer.shutdownNow();
  }

  @Test
  void submit_whileABatchIsInFlight_sharesTheNextOne() throws Exception {
    CompletableFuture<byte[]> first = submit(1);
    Proposal alone = proposals.poll(10, TimeUnit.SECONDS);
    CompletableFuture<byte[]> second = submit(2);
    CompletableFuture<byte[]> third = submit(3);
    assertThat(proposals).isEmpty();
    alone.answer();
    Proposal together = proposals.poll(10, TimeUnit.SECONDS);
    together.answer();
    assertThat(alone.batch.sequence()).isEqualTo(1);
    assertThat(together.batch.sequence()).isEqualTo(2);
    assertThat(first.get(10, TimeUnit.SECONDS)).containsExactly(1);
    assertThat(second.get(10, TimeUnit.SECONDS)).containsExactly(2);
    assertThat(third.get(10, TimeUnit.SECONDS)).containsExactly(3);
  }

  @Test
  void submit_attemptFails_isProposedAgainUnderTheSameNumber() throws Exception {
    CompletableFuture<byte[]> answer = submit(1);
    proposals.poll(10, TimeUnit.SECONDS).reply.completeExceptionally(new IOException("reset"));
    Proposal again = proposals.poll(10, TimeUnit.SECONDS);
    assertThat(again.batch.sequence()).isEqualTo(1);
    again.answer();
    assertThat(answer.get(10, TimeUnit.SECONDS)).containsExactly(1);
  }

  @Test
  void leaderChanged_whileAnAttemptHangs_proposesAtOnceAndTakesEitherAnswer() throws Exception {
    CompletableFuture<byte[]> answer = submit(1);
    Proposal hanging = proposals.poll(10, TimeUnit.SECONDS);
    groupCommit.leaderChanged();
    Proposal again = proposals.poll(10, TimeUnit.SECONDS);
    assertThat(again.batch.sequence()).isEqualTo(hanging.batch.sequence());
    hanging.answer();
    assertThat(answer.get(10, TimeUnit.SECONDS)).containsExactly(1);
    again.answer();
    assertThat(proposals).isEmpty();
  }

  @Test
  void submit_neverAnswered_isIndeterminateAndTheNextBatchGoesOn() throws Exception {
    groupCommit.close();
    groupCommit = groupCommit(Duration.ofMillis(100), LONG, 100);
    CompletableFuture<byte[]> lost = submit(1);
    proposals.poll(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> lost.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ConsensusException.Indeterminate.class);
    CompletableFuture<byte[]> next = submit(2);
    Proposal proposal = proposals.poll(10, TimeUnit.SECONDS);
    assertThat(proposal.batch.sequence()).isEqualTo(2);
    proposal.answer();
    assertThat(next.get(10, TimeUnit.SECONDS)).containsExactly(2);
  }

  @Test
  void submit_nobodyLeads_isNoQuorum() {
    groupCommit.close();
    groupCommit =
        new GroupCommit(
            batch -> CompletableFuture.failedFuture(new ConsensusException.NoQuorum("none")),
            new GroupCommitSettings(Duration.ofMillis(100), LONG, 10, 1000, 100, 1000),
            1,
            timer,
            Runnable::run);
    assertThatThrownBy(() -> submit(1).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ConsensusException.NoQuorum.class);
  }

  @Test
  void submit_queueFull_isOverloadedAtOnce() {
    groupCommit.close();
    groupCommit = groupCommit(LONG, LONG, 1);
    submit(1);
    submit(2);
    assertThat(submit(3))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(ConsensusException.Overloaded.class);
  }

  @Test
  void submit_bytesOfTheQueueUsedUp_isOverloadedUntilThereIsRoom() throws Exception {
    submit(1);
    CompletableFuture<byte[]> large = groupCommit.submit(new byte[999]);
    CompletableFuture<byte[]> small = submit(3);
    assertThat(submit(4))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(ConsensusException.Overloaded.class);

    proposals.poll(10, TimeUnit.SECONDS).answer();
    proposals.poll(10, TimeUnit.SECONDS).answer();
    assertThat(large.get(10, TimeUnit.SECONDS)).hasSize(999);
    assertThat(small.get(10, TimeUnit.SECONDS)).containsExactly(3);
    CompletableFuture<byte[]> next = groupCommit.submit(new byte[1001]);
    proposals.poll(10, TimeUnit.SECONDS).answer();
    assertThat(next.get(10, TimeUnit.SECONDS)).as("of any size when none waits").hasSize(1001);
  }

  @Test
  void submit_attemptHangs_isProposedAgainAfterTheAttemptTimeout() throws Exception {
    groupCommit.close();
    groupCommit = groupCommit(LONG, Duration.ofMillis(50), 100);
    CompletableFuture<byte[]> answer = submit(1);
    proposals.poll(10, TimeUnit.SECONDS);
    Proposal again = proposals.poll(10, TimeUnit.SECONDS);
    again.answer();
    assertThat(answer.get(10, TimeUnit.SECONDS)).containsExactly(1);
  }

  private CompletableFuture<byte[]> submit(int command) {
    return groupCommit.submit(new byte[] {(byte) command});
  }

  private GroupCommit groupCommit(Duration command, Duration attempt, int queue) {
    return new GroupCommit(
        bytes -> {
          Proposal proposal = new Proposal(Batch.decode(ByteBuffer.wrap(bytes)));
          proposals.add(proposal);
          return proposal.reply;
        },
        new GroupCommitSettings(command, attempt, 10, 1000, queue, 1000),
        1,
        timer,
        Runnable::run);
  }

  /** A batch on its way, which the test answers with its own commands. */
  private static final class Proposal {
    private final Batch batch;
    private final CompletableFuture<ByteBuffer> reply = new CompletableFuture<>();

    Proposal(Batch batch) {
      this.batch = batch;
    }

    void answer() {
      List<byte[]> echoes = batch.commands();
      reply.complete(ByteBuffer.wrap(new BatchReply.Answered(echoes).encode()));
    }
  }
}
