package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.lock.LockEvent;
import selaras.lock.Want;

final class LockInterestTest {
  private static final LockEvent EVENT =
      new LockEvent.Queued("id", "c1", List.of(Want.shared("a/1"), Want.exclusive("b/1")));

  @Test
  void partOf_oneResource_findsItAmongSeveral() {
    assertThat(LockInterest.inOne("b/1").partOf(EVENT)).contains(Want.exclusive("b/1"));
    assertThat(LockInterest.inOne("b").partOf(EVENT)).isEmpty();
  }

  @Test
  void partOf_prefix_isTheFirstThatBeginsWithIt() {
    assertThat(LockInterest.inAll("b/", "").partOf(EVENT)).contains(Want.exclusive("b/1"));
    assertThat(LockInterest.inAll("", "").partOf(EVENT)).contains(Want.shared("a/1"));
    assertThat(LockInterest.inAll("c", "").partOf(EVENT)).isEmpty();
  }

  @Test
  void partOf_holder_isThatHoldersAlone() {
    assertThat(LockInterest.inAll("", "c1").partOf(EVENT)).isPresent();
    assertThat(LockInterest.inAll("", "c2").partOf(EVENT)).isEmpty();
    assertThat(LockInterest.inAll("c", "c1").partOf(EVENT)).isEmpty();
  }
}
