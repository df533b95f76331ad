package selaras.cache;

/** A call of a node to the origin of the {@link Simulation}. */
final class SimulatedCall {
  enum Verb {
    READ,
    WRITE,
    DELETE
  }

  final SimulatedNode node;
  final Verb verb;
  final String key;
  final Ticket ticket;
  final long holder;
  final Put put;
  final Delete delete;
  final boolean strict;

  /** What a reader at the node had seen of the key when the call began. */
  final int floor;

  boolean executed;

  /** Of the key at the origin, after the call was carried out. */
  int state;

  Origin.Loaded loaded;
  Origin.Answer<WriteOutcome> written;
  Origin.Answer<DeleteOutcome> deleted;

  private SimulatedCall(
      SimulatedNode node,
      Verb verb,
      String key,
      Ticket ticket,
      Put put,
      Delete delete,
      boolean strict) {
    this.node = node;
    this.verb = verb;
    this.key = key;
    this.ticket = ticket;
    this.holder = ticket.holder();
    this.put = put;
    this.delete = delete;
    this.strict = strict;
    this.floor = node.seen(key);
  }

  static SimulatedCall read(SimulatedNode node, String key) {
    return new SimulatedCall(node, Verb.READ, key, node.copies.begin(key), null, null, false);
  }

  static SimulatedCall write(SimulatedNode node, Put put, boolean strict) {
    Ticket ticket = node.copies.begin(put.key());
    return new SimulatedCall(node, Verb.WRITE, put.key(), ticket, put, null, strict);
  }

  static SimulatedCall delete(SimulatedNode node, Delete delete, boolean strict) {
    Ticket ticket = node.copies.begin(delete.key());
    return new SimulatedCall(node, Verb.DELETE, delete.key(), ticket, null, delete, strict);
  }

  void execute(ModelOrigin origin) {
    switch (verb) {
      case READ -> loaded = origin.read(node.name, key, holder);
      case WRITE -> written = origin.write(node.name, put, holder);
      case DELETE -> deleted = origin.delete(node.name, delete);
    }
    executed = true;
  }

  /** The number of the change it made; 0 if it made none. */
  long sequence() {
    return switch (verb) {
      case READ -> 0;
      case WRITE -> written.sequence();
      case DELETE -> deleted.sequence();
    };
  }

  /** What the node does when the answer is there. */
  void answer(Flaw flaw) {
    switch (verb) {
      case READ -> answerRead(flaw == Flaw.NO_FILL_TOKENS ? node.copies.begin(key) : ticket);
      case WRITE -> Writes.written(node.copies, ticket, put, written);
      case DELETE -> Writes.deleted(node.copies, ticket, deleted);
    }
  }

  private void answerRead(Ticket used) {
    if (used != ticket) {
      node.copies.ended(ticket);
    }
    node.copies.loaded(used, loaded);
  }
}
