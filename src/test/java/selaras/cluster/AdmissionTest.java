package selaras.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Admission admission = new Admission();

  @Test
  void close_withNobodyThere_refusesFromThenOn() throws Exception {
    assertThat(admission.enter()).isTrue();
    admission.leave();

    admission.close(LONG);

    assertThat(admission.enter()).isFalse();
    assertThat(admission.underWay()).isZero();
  }

  @Test
  void close_whileACallWaits_endsTheWaitAndReturnsWhenItHasLeft() throws Exception {
    CompletableFuture<Void> wait = new CompletableFuture<>();
    admission.endWaitsBy(() -> wait.complete(null));
    admission.enter();
    wait.thenRunAsync(admission::leave);

    admission.close(LONG);

    assertThat(admission.underWay()).isZero();
  }

  @Test
  void close_withACallThatDoesNotEnd_givesItUp() throws Exception {
    admission.enter();

    admission.close(Duration.ofMillis(1));

    assertThat(admission.underWay()).isOne();
  }

  @Test
  void close_refusedCallsMeanwhile_doNotCountAsTheLastOne() throws Exception {
    admission.enter();
    CompletableFuture<Boolean> refused = new CompletableFuture<>();
    admission.endWaitsBy(
        () -> CompletableFuture.runAsync(() -> refused.complete(admission.enter())));
    refused.thenRunAsync(admission::leave);

    admission.close(LONG);

    assertThat(refused.get(1, TimeUnit.MINUTES)).isFalse();
    assertThat(admission.underWay()).isZero();
  }
}
