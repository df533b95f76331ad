package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.TestCluster;

class QueueIT {
  private final TestCluster cluster = TestCluster.shared();
  private final Calls calls = new Calls(cluster.api());
  private final String orders = fresh("orders");

  @Test
  void consume_producedOnAllNodes_firstInFirstOut() {
    for (int i = 0; i < 9; i++) {
      Answer stored = calls.produce(i % 3 + 1, orders, "m" + i).ok();
      assertThat(stored.string("queue")).isEqualTo(orders);
      assertThat(stored.string("message_id")).isNotBlank();
    }
    for (int i = 0; i < 9; i++) {
      assertThat(calls.consume((i + 1) % 3 + 1, orders).ok().string("message")).isEqualTo("m" + i);
    }
  }

  @Test
  void produce_manyAtOnceAtOneNode_noneRefused() throws Exception {
    List<Callable<Answer>> produces =
        IntStream.range(0, 750)
            .mapToObj(i -> (Callable<Answer>) () -> calls.produce(1, orders, "m" + i))
            .toList();
    try (ExecutorService callers = Executors.newFixedThreadPool(150)) {
      for (Future<Answer> answer : callers.invokeAll(produces)) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void consume_emptyQueue_saysSo() {
    Answer empty = calls.consume(1, orders).ok();

    assertThat(empty.json().isNull("message")).isTrue();
    assertThat(empty.string("status")).isEqualTo("empty");
  }

  @Test
  void consume_anotherQueue_neverMixes() {
    String mails = fresh("mails");
    calls.produce(1, orders, "order").ok();
    calls.produce(2, mails, "mail").ok();

    assertThat(calls.consume(3, mails).ok().string("message")).isEqualTo("mail");
    assertThat(calls.consume(3, mails).ok().string("status")).isEqualTo("empty");
    assertThat(calls.consume(3, orders).ok().string("message")).isEqualTo("order");
  }

  @Test
  void consume_leased_notGivenToAnother() {
    calls.produce(1, orders, "only").ok();
    Answer leased = cluster.api().get(2, "/queue/consume/" + orders).ok();

    assertThat(leased.string("message")).isEqualTo("only");
    assertThat(leased.string("receipt")).isNotBlank();
    assertThat(leased.number("deliveries")).isEqualTo(1);
    assertThat(calls.consume(3, orders).ok().string("status")).isEqualTo("empty");
  }

  @Test
  void restart_ofAllNodes_tenMessagesSurvive() {
    for (int i = 0; i < 10; i++) {
      calls.produce(1, orders, "m" + i).ok();
    }
    cluster.restart();

    for (int i = 0; i < 10; i++) {
      assertThat(calls.consume(2, orders).ok().string("message")).isEqualTo("m" + i);
    }
  }
}
