package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import selaras.queue.NewMessage;
import selaras.queue.Partition;
import selaras.queue.ProduceOutcome;
import selaras.queue.ProduceOutcome.Produced;
import selaras.queue.QueueBusyException;
import selaras.store.redis.ScriptCall;
import selaras.testing.Eventually;
import selaras.testing.Pause;

/** Queues that are deleted, by two at once, by nodes that are lost, and used again. */
class DeletionIT extends QueueOnTwoNodes {
  private static final String ANOTHER = "0123456789abcdef";
  private static final String UNDER_WAY = "selaras:q:{catalog}:deletions";

  @Test
  void delete_anotherIsAtIt_doneWithThatOneAndWhatComesLaterStays() {
    here.produce(orders, "1");
    leaveInBetween(Duration.ZERO);
    CompletableFuture<Boolean> second = awaitAnother();
    end(ANOTHER);
    here.produce(orders, "2");

    assertThat(second.join()).isTrue();
    assertThat(here.takeBodies(orders)).containsExactly("1", "2");
  }

  @Test
  void delete_anotherIsAtItAndAThirdTakesThatOver_doneWithTheThird() {
    String third = "fedcba9876543210";
    here.produce(orders, "1");
    leaveInBetween(Duration.ZERO);
    CompletableFuture<Boolean> second = awaitAnother();
    here.store.call(
        client -> client.hset(UNDER_WAY, orders, third + " " + System.currentTimeMillis()));
    Pause.millis(500);
    assertThat(second).as("the third is at it").isNotDone();

    end(third);
    assertThat(second.join()).isTrue();
  }

  @Test
  void delete_seenByAnotherNodeInBetween_producesThereAtOnceWhenItIsOver() {
    here.produce(orders, "1");
    leaveInBetween(Duration.ofMinutes(1));
    there.catalog.allPartitions();
    assertThatThrownBy(() -> there.produce(orders, "2")).isInstanceOf(QueueBusyException.class);

    here.delete(orders);
    there.produce(orders, "3");
    assertThat(there.takeBodies(orders)).containsExactly("3");
  }

  @Test
  void delete_nextLifeBegunByAnOlderRelease_deduplicatedAllTheSame() {
    here.produce(orders, "0");
    here.delete(orders);
    // which knows nothing of the life before, and begins at one
    List<String> keys = PartitionKeys.of(new Partition(orders, 0));
    here.store.call(client -> client.hset(keys.get(10), "sequence", "0"));
    here.store.call(client -> client.hincrBy(keys.get(10), "sequence", 1));

    assertThat(here.produce(orders, deduplicated())).isInstanceOf(Produced.class);
    assertThat(here.produce(orders, deduplicated())).isInstanceOf(ProduceOutcome.Duplicate.class);
  }

  @Test
  void delete_callerLostInBetween_finishedByTheOwnerWhenItsTimeIsOver() {
    here.produce(orders, "1");
    Partition first = new Partition(orders, 0);
    leaveInBetween(Duration.ZERO);
    there.catalog.allPartitions();

    there.work.finishDeletions(first::equals);
    assertThat(here.catalog.allPartitions()).as("another may be at it").contains(first);
    leaveInBetween(Duration.ofMinutes(1));
    there.work.finishDeletions(partition -> false);
    assertThat(here.catalog.allPartitions()).as("not its own").contains(first);

    there.work.finishDeletions(first::equals);
    assertThat(here.catalog.allPartitions()).doesNotContain(first);
    assertThat(here.produce(orders, "2")).isInstanceOf(Produced.class);
    assertThat(here.takeBodies(orders)).containsExactly("2");
  }

  @Test
  void delete_sameRequestIdElsewhere_deletesNoLaterQueue() {
    Optional<String> id = Optional.of("delete");
    here.produce(orders, "1");
    assertThat(here.catalog.delete(orders, id)).isTrue();
    here.produce(orders, "2");

    assertThat(there.catalog.delete(orders, id)).isTrue();
    assertThat(there.takeBodies(orders)).containsExactly("2");
  }

  @Test
  void delete_sameRequestIdWhenThereWasNoQueue_deletesNoneThatCameSince() {
    Optional<String> id = Optional.of("delete");
    assertThat(here.catalog.delete(orders, id)).isFalse();
    here.produce(orders, "1");
    assertThat(there.catalog.delete(orders, id)).isFalse();
    assertThat(there.takeBodies(orders)).containsExactly("1");
  }

  @Test
  void delete_sameRequestIdAfterOneLostInBetween_doneWhenItIsOver() {
    Optional<String> id = Optional.of("delete");
    here.produce(orders, "1");
    here.produce(orders, "2");
    Request request = Request.of(id, Duration.ofMinutes(1));
    here.store
        .begin(
            Scripts.DELETE,
            new ScriptCall(
                List.of(
                    RedisCatalog.NAMES,
                    RedisCatalog.DEFINITIONS,
                    UNDER_WAY,
                    RedisCatalog.answer("delete", orders, request)),
                List.of(orders, "begin", ANOTHER, "1", "", request.rememberMillis())))
        .join();
    leaveInBetween(Duration.ofMinutes(1));

    assertThat(there.catalog.delete(orders, id)).isTrue();
    assertThat(there.catalog.definition(orders)).isEmpty();
    assertThat(here.takeBodies(orders)).isEmpty();
  }

  @Test
  void finish_queueThatNobodyDeletes_leftAlone() {
    here.produce(orders, "1");
    leaveInBetween(Duration.ofMinutes(1));
    there.catalog.allPartitions();
    here.delete(orders);
    here.produce(orders, "2");

    there.work.finishDeletions(partition -> true);
    assertThat(here.takeBodies(orders)).containsExactly("2");
  }

  /** A call that finds another at it, and looks from time to time whether that is done. */
  private CompletableFuture<Boolean> awaitAnother() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Thread caller = new Thread(() -> done.complete(there.delete(orders)));
    caller.start();
    Eventually.holds("it looks again later", () -> caller.getState() == Thread.State.TIMED_WAITING);
    return done;
  }

  /** As the node whose deletion this is, at the end of it. */
  private void end(String id) {
    here.store
        .begin(
            Scripts.DELETE,
            new ScriptCall(
                List.of(RedisCatalog.NAMES, RedisCatalog.DEFINITIONS, UNDER_WAY),
                List.of(orders, "end", id)))
        .join();
  }

  /** As a node that has begun to delete the queue, so long ago, and was lost. */
  private void leaveInBetween(Duration ago) {
    long began = System.currentTimeMillis() - ago.toMillis();
    here.store.call(
        client -> {
          client.hset(RedisCatalog.DEFINITIONS, orders, "deleting 1 fifo");
          return client.hset(UNDER_WAY, orders, ANOTHER + " " + began);
        });
  }

  @Test
  void remove_byCallerWhoWasStoppedForLong_nothingLost() {
    here.produce(orders, "1");
    List<String> keys = PartitionKeys.of(new Partition(orders, 0));
    String tooLate = Long.toString(System.currentTimeMillis() - 1);

    Object removed =
        here.store.begin(Scripts.REMOVE, new ScriptCall(keys, List.of(tooLate, "1000"))).join();
    assertThat(removed).isEqualTo(0L);
    assertThat(here.takeBodies(orders)).containsExactly("1");
  }

  @Test
  void delete_thenTheSameDeduplicationId_storedAnewAndFromThenOnOnce() {
    here.produce(orders, "0");
    ProduceOutcome before = here.produce(orders, deduplicated());
    assertThat(here.produce(orders, deduplicated())).isInstanceOf(ProduceOutcome.Duplicate.class);

    here.delete(orders);
    ProduceOutcome after = here.produce(orders, deduplicated());
    assertThat(after).isInstanceOf(Produced.class).isNotEqualTo(before);
    assertThat(there.produce(orders, deduplicated())).isInstanceOf(ProduceOutcome.Duplicate.class);
    assertThat(here.desk.stats(orders).produced()).isEqualTo(1);
    assertThat(here.takeBodies(orders)).containsExactly("1");
  }

  private static NewMessage deduplicated() {
    return new NewMessage("1", Optional.empty(), Duration.ZERO, Optional.of("once"));
  }
}
