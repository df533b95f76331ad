package selaras.access;

/**
 * Who calls, as far as it has proven that. Immutable.
 *
 * @param owner whose everything is that it takes
 * @param role what it may do
 */
public record Caller(Owner owner, Role role) {
  /** Where nobody has to prove anything. */
  public static final Caller ANYBODY = new Caller(Owner.NOBODY, Role.OPERATOR);

  public Caller(String principal, Role role) {
    this(new Owner(principal), role);
  }

  /** Whether it may use a lock, a session or a receipt by its id. */
  public boolean mayUse(String id) {
    return role == Role.OPERATOR || owner.owns(id);
  }
}
