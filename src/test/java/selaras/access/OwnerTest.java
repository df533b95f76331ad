package selaras.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OwnerTest {
  private static final String DRAWN = "f0db787361ea514cc1481ff11fc5a1fc";

  private final Owner alice = new Owner("alice");
  private final Owner bob = new Owner("bob");

  @Test
  void scope_sameWordOfTwo_areTwo_andBothAreToldAsTheWord() {
    assertThat(alice.scope("client1")).isNotEqualTo(bob.scope("client1"));
    assertThat(Owner.wordOf(alice.scope("client1"))).isEqualTo("client1");
    assertThat(Owner.principalOf(alice.scope("client1"))).isEqualTo("alice");
    assertThat(alice.scope(Optional.empty())).isEmpty();
    assertThat(alice.scope("")).isEmpty();
  }

  @Test
  void scope_wordThatLooksLikeAnothers_isNot() {
    assertThat(new Owner("a").scope("b:c")).isNotEqualTo(new Owner("a:b").scope("c"));
    assertThatThrownBy(() -> new Owner("a\u001fb")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Owner("a".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mark_ofOne_isNotTheOthers() {
    String id = alice.mark(DRAWN);
    assertThat(alice.owns(id)).isTrue();
    assertThat(bob.owns(id)).isFalse();
    assertThat(alice.owns(DRAWN)).isFalse();
    assertThat(alice.owns("")).isFalse();
    assertThat(id).matches("[0-9a-f]{56}");
  }

  /** Anybody can compute a mark; what comes out is another id. */
  @Test
  void mark_madeAnewForAnother_isAnotherId() {
    assertThat(bob.mark(DRAWN)).isNotEqualTo(alice.mark(DRAWN));
    assertThat(bob.owns(bob.mark(alice.mark(DRAWN)))).isTrue();
    assertThat(bob.mark(alice.mark(DRAWN))).isNotEqualTo(alice.mark(DRAWN));
  }

  @Test
  void nobody_changesNothing_andOwnsAll() {
    assertThat(Owner.NOBODY.scope("client1")).isEqualTo("client1");
    assertThat(Owner.principalOf("client1")).isNull();
    assertThat(Owner.wordOf("client1")).isEqualTo("client1");
    assertThat(Owner.NOBODY.mark(DRAWN)).isEqualTo(DRAWN);
    assertThat(Owner.NOBODY.owns(alice.mark(DRAWN))).isTrue();
  }

  @Test
  void mayUse_operator_alsoWhatIsAnothers() {
    assertThat(new Caller("bob", Role.CLIENT).mayUse(alice.mark(DRAWN))).isFalse();
    assertThat(new Caller("bob", Role.OPERATOR).mayUse(alice.mark(DRAWN))).isTrue();
  }
}
