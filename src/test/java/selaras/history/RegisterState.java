package selaras.history;

import java.util.BitSet;
import java.util.List;

/**
 * A register after some operations.
 *
 * @param value what it holds; nobody writes the same twice, and at first it holds 0
 * @param version rises with each write
 * @param assumed the writes of unknown outcome that are taken to have been carried out, by number
 */
record RegisterState(long now, long version, long value, BitSet assumed)
    implements State<RegisterState> {
  static final RegisterState EMPTY = new RegisterState(Long.MIN_VALUE, 0, 0, new BitSet());

  RegisterState notBefore(long time) {
    return new RegisterState(Math.max(now, time), version, value, assumed);
  }

  RegisterState with(long newVersion, long newValue) {
    return new RegisterState(now, newVersion, newValue, assumed);
  }

  RegisterState assuming(int number) {
    BitSet more = (BitSet) assumed.clone();
    more.set(number);
    return new RegisterState(now, version, value, more);
  }

  @Override
  public List<Long> kind() {
    return List.of(version, value);
  }

  @Override
  public int assumptions() {
    return assumed.cardinality();
  }

  @Override
  public boolean isAtLeastAsFreeAs(RegisterState other) {
    BitSet more = (BitSet) assumed.clone();
    more.andNot(other.assumed);
    return now <= other.now && more.isEmpty();
  }
}
