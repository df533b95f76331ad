package selaras.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Histories of a few operations on one register. */
final class RegisterTest {
  private final History history = new History();

  private RegisterTest written(long from, long to, long value, long version) {
    return add(from, to, new Call.Write(value), new Reply.Written(version));
  }

  private RegisterTest lost(long from, long value) {
    return add(from, Operation.NEVER, new Call.Write(value), new Reply.Unknown());
  }

  private RegisterTest read(long from, long to, long value, long version) {
    return add(from, to, new Call.Read(), new Reply.Value(version, value));
  }

  private RegisterTest add(long from, long to, Call call, Reply reply) {
    history.add(new Operation(1, "x", call, from, to, reply));
    return this;
  }

  private Class<?> verdict() {
    return Linearizability.checkRegisters(history).getClass();
  }

  @Test
  void check_eachReadFindsTheLastWrite_linearizable() {
    read(0, 1, 0, 0).written(2, 3, 7, 1).read(4, 5, 7, 1).written(6, 7, 8, 2).read(8, 9, 8, 2);
    assertThat(verdict()).isEqualTo(Verdict.Linearizable.class);
  }

  @Test
  void check_readFindsWhatWasWrittenOver_violation() {
    written(0, 1, 7, 1).written(2, 3, 8, 2).read(4, 5, 7, 1);
    assertThat(verdict()).isEqualTo(Verdict.Violation.class);
  }

  @Test
  void check_readBesideAWrite_findsEither() {
    written(0, 1, 7, 1).written(2, 9, 8, 2).read(3, 4, 7, 1).read(5, 6, 8, 2);
    assertThat(verdict()).isEqualTo(Verdict.Linearizable.class);
  }

  @Test
  void check_readsBesideAWriteGoBack_violation() {
    written(0, 1, 7, 1).written(2, 9, 8, 2).read(3, 4, 8, 2).read(5, 6, 7, 1);
    assertThat(verdict()).isEqualTo(Verdict.Violation.class);
  }

  @Test
  void check_writeOfUnknownOutcome_mayBeFoundButNotBeforeItWasSent() {
    written(0, 1, 7, 1).lost(2, 8).read(3, 4, 7, 1).read(5, 6, 8, 2).read(7, 8, 8, 2);
    assertThat(verdict()).isEqualTo(Verdict.Linearizable.class);
    read(0, 1, 8, 2);
    assertThat(verdict()).isEqualTo(Verdict.Violation.class);
  }

  @Test
  void check_versionGoesBack_violation() {
    written(0, 1, 7, 5).written(2, 3, 8, 4);
    assertThat(verdict()).isEqualTo(Verdict.Violation.class);
  }
}
