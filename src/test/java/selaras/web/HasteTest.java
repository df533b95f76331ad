package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import selaras.access.AccessSettings;
import selaras.access.AccessSettings.Mode;
import selaras.access.Caller;
import selaras.access.RateSettings;
import selaras.access.Role;

/** Whose calls are held up, and by whose. */
final class HasteTest {
  private static final int BURST = 3;
  private static final Optional<Caller> ALICE = Optional.of(new Caller("alice", Role.CLIENT));
  private static final Optional<Caller> BOB = Optional.of(new Caller("bob", Role.CLIENT));
  private static final Optional<Caller> NOBODY = Optional.empty();

  private final AtomicLong clock = new AtomicLong();
  private final Haste haste = new Haste(settings(10, 2), clock::get);
  private final HttpServletRequest here = from("192.0.2.7");
  private final HttpServletRequest elsewhere = from("192.0.2.8");

  @Test
  void check_aPrincipal_isHeldUpWhereverItIs_andAnotherIsNot() {
    spend(() -> call(ALICE, here));
    heldUp(() -> call(ALICE, elsewhere));
    passes(() -> call(BOB, here));
    passes(() -> haste.check(ALICE, here, Surface.PROBE));
    clock.addAndGet(Duration.ofMillis(100).toNanos());
    passes(() -> call(ALICE, here));
    heldUp(() -> call(ALICE, here));
  }

  @Test
  void check_whoHasNoName_isHeldUpByAddress() {
    for (Optional<Caller> nameless : List.of(NOBODY, Optional.of(Caller.ANYBODY))) {
      Haste fresh = new Haste(settings(10, 2), clock::get);
      spend(() -> fresh.check(nameless, here, Surface.PAGE));
      heldUp(() -> fresh.check(nameless, here, Surface.PAGE));
      passes(() -> fresh.check(nameless, elsewhere, Surface.PAGE));
    }
  }

  @Test
  void checkRefused_holdsUpNobodyWhoIsLetIn_fromTheSameAddressEither() {
    spend(() -> haste.checkRefused(here));
    heldUp(() -> haste.checkRefused(here));
    passes(() -> haste.checkRefused(elsewhere));
    passes(() -> call(ALICE, here));
    passes(() -> call(NOBODY, here));
    passes(() -> call(Optional.of(Caller.ANYBODY), here));
  }

  @Test
  void checkRefused_fromManyAddresses_doesNotCrowdOutPrincipals() {
    for (int i = 0; i < 10; i++) {
      refuseOften(from("192.0.2." + i));
    }
    heldUp(() -> haste.checkRefused(from("192.0.2.99")));
    spend(() -> call(ALICE, here));
    spend(() -> call(BOB, here));
  }

  @Test
  void check_whereTheLimitIsOff_neverHoldsUp() {
    Haste off = new Haste(settings(0, 2), clock::get);
    for (int i = 0; i < 10 * BURST; i++) {
      off.check(ALICE, here, Surface.API);
      off.checkRefused(here);
    }
  }

  private void call(Optional<Caller> caller, HttpServletRequest request) {
    haste.check(caller, request, Surface.API);
  }

  private static void spend(Runnable call) {
    for (int i = 0; i < BURST; i++) {
      passes(call);
    }
  }

  private static void passes(Runnable call) {
    assertThatCode(call::run).doesNotThrowAnyException();
  }

  private static void heldUp(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(429));
  }

  private void refuseOften(HttpServletRequest request) {
    for (int i = 0; i < BURST; i++) {
      try {
        haste.checkRefused(request);
      } catch (Problem heldUp) {
        assertThat(heldUp.status()).isEqualTo(429);
      }
    }
  }

  private static AccessSettings settings(int perSecond, int callersMax) {
    return new AccessSettings(
        Mode.OPEN,
        true,
        Set.of(),
        Optional.empty(),
        List.of(),
        Duration.ofSeconds(5),
        1,
        Duration.ZERO,
        new RateSettings(perSecond, BURST, callersMax));
  }

  private static HttpServletRequest from(String address) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HasteTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, args) -> {
              if (method.getName().equals("getRemoteAddr")) {
                return address;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
