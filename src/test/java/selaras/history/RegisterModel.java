package selaras.history;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One register with versions: a write is answered with a greater version than all before, a read
 * with the value and the version of the last write. A write of unknown outcome takes effect, once,
 * when it helps to explain a value, or never.
 */
final class RegisterModel implements Model<RegisterState> {
  private final List<Operation> unknown;

  /**
   * @param all operations on the register
   */
  RegisterModel(List<Operation> all) {
    unknown = all.stream().filter(operation -> !operation.isKnown()).toList();
  }

  @Override
  public RegisterState initial() {
    return RegisterState.EMPTY;
  }

  @Override
  public List<RegisterState> after(RegisterState before, Operation operation) {
    RegisterState state = before.notBefore(operation.invoked());
    if (operation.call() instanceof Call.Write write
        && operation.reply() instanceof Reply.Written written) {
      return written.version() > state.version()
          ? List.of(state.with(written.version(), write.value()))
          : List.of();
    }
    return operation.reply() instanceof Reply.Value read ? read(state, read) : List.of();
  }

  private List<RegisterState> read(RegisterState state, Reply.Value read) {
    if (read.version() == state.version()) {
      return read.value() == state.value() ? List.of(state) : List.of();
    }
    return read.version() < state.version()
        ? List.of()
        : IntStream.range(0, unknown.size())
            .filter(number -> !state.assumed().get(number) && writes(number, read.value()))
            .mapToObj(
                number ->
                    state
                        .notBefore(unknown.get(number).invoked())
                        .assuming(number)
                        .with(read.version(), read.value()))
            .toList();
  }

  private boolean writes(int number, long value) {
    return unknown.get(number).call() instanceof Call.Write write && write.value() == value;
  }
}
