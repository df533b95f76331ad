/**
 * A cache on every node in front of one origin, coherent by write-through and invalidation. Pure
 * Java; {@link selaras.cache.Origin} and {@link selaras.cache.Invalidations} are its doors.
 *
 * <h2>The protocol</h2>
 *
 * <p><b>Who holds what.</b> The origin has, per key, the value, a version that rises with every
 * write and deletion, and the directory: which nodes hold a copy, each under the ticket of the call
 * that brought it. A node's copy is M (it wrote it last and is alone), E (it loaded it and is
 * alone), S (others may have it) or I (gone).
 *
 * <p><b>Who sends what when.</b> Each verb is one atomic step of the origin, messages included.
 *
 * <ul>
 *   <li><i>Read, hit:</i> nothing is sent.
 *   <li><i>Read, miss:</i> the reader is entered in the directory. If nobody else is there its copy
 *       is E, else S; if exactly one other is there, which may therefore be M or E, {@code
 *       key|reader} goes out on the channel of loads, and that copy becomes S.
 *   <li><i>Write:</i> the value is replaced, the writer becomes the only holder (M) and, if the key
 *       existed, {@code key|writer} goes out on the channel of invalidations; every other copy
 *       becomes I. Then the writer stores its own copy. The sender skips its own message.
 *   <li><i>Delete:</i> the same with no value and no holder.
 *   <li><i>Write or deletion with a fence:</i> the same, if the origin has seen no newer token of
 *       the lock; else nothing changes, here or there, and nothing is sent.
 *   <li><i>Read with a fence:</i> the token is shown to the origin, then the value read there,
 *       never from a copy. From then on no earlier holder of the lock can write.
 *   <li><i>Eviction, loss of the subscription:</i> the ticket is struck from the directory, later
 *       and if possible.
 *   <li><i>Expiry:</i> nothing is sent; a copy expires no later than its origin, because its
 *       remaining time is counted from before the call that told it.
 * </ul>
 *
 * <p><b>What can race, and why it is harmless.</b>
 *
 * <ol>
 *   <li><i>A read against another node's write.</i> The ticket is taken before the call. An
 *       invalidation before the ticket means that the call finds the new value; one after the copy
 *       is stored removes it; one in between marks the ticket, and the value is answered but not
 *       kept. Storing and marking exclude each other per key.
 *   <li><i>A write against a later write of another node, whose invalidation comes first.</i> The
 *       same: the ticket of the write is marked and its copy not stored. Reversed (the invalidation
 *       is of an earlier write) a good copy is lost: a miss more.
 *   <li><i>A marked write against a read of its own node that began after the mark but was answered
 *       before the write.</i> Every answered write removes a copy of a lower version and raises the
 *       floor under the tickets of its key, whether or not it stores its own.
 *   <li><i>Two writes of one node answered in reverse.</i> The floor refuses the older.
 *   <li><i>A write whose answer is lost.</i> It may be carried out later, and its message would be
 *       skipped. So the copy goes at once, tickets of the key are marked, and for a minute this
 *       node heeds its own messages about that key.
 *   <li><i>A load by another node against a call in flight.</i> The message marks the ticket as
 *       shared; what it stores is S. A message about an older value only makes an M or E copy S.
 *   <li><i>A departure against a newer copy of the same node.</i> The ticket differs; nothing is
 *       struck. A departure of a call that was not kept is left out while another copy or call of
 *       the key could stand under it. A directory entry without a copy makes the next reader S
 *       instead of E.
 *   <li><i>The subscription is lost.</i> All tickets are marked and all copies dropped; until a new
 *       subscription is confirmed every read goes to the origin, unshared, and nothing is kept.
 *   <li><i>The subscription is lost but nobody has noticed, or the node was stopped for a
 *       while.</i> Hits are served only while a beat, sent not longer ago than the allowed silence,
 *       has come back behind all earlier messages. That silence is the bound of staleness.
 *   <li><i>The key expires, is written anew and nothing is sent since it did not exist.</i> A copy
 *       of the old value has expired too, and one still under way is born expired.
 *   <li><i>The origin loses a key without a message (eviction, flush by an operator).</i> A copy is
 *       not served beyond its maximum age; this is the one bound other than the silence.
 *   <li><i>Reads that share one call.</i> A call whose ticket was marked or overtaken by a write of
 *       this node takes no more readers, so nobody gets an answer older than what this node knew
 *       when it asked.
 * </ol>
 */
package selaras.cache;
