package selaras.store;

/**
 * The right to write, as the store can check it: the fencing token under which the caller holds, or
 * held, a lock. A lease that ends while its holder is stopped gives the lock to another with a
 * greater token; what the first one sends afterwards is to be refused. (M. Kleppmann, "How to do
 * distributed locking", 2016.)
 *
 * <p>The store keeps the greatest token it has seen for each resource, whatever was guarded by it,
 * and refuses smaller ones. It believes what it is shown: nobody asks the lock table. Writes alone
 * are not enough to read, change and write back: the token has to be shown before the read, or an
 * overtaken holder may still write between the new one's read and write.
 *
 * @param resource the name of the lock
 * @param token at least 1; greater ones are newer
 */
public record Fence(String resource, long token) {
  public Fence {
    if (token < 1) {
      throw new IllegalArgumentException("a fencing token is at least 1: " + token);
    }
  }
}
