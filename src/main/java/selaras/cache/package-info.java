/**
 * A cache on every node in front of one origin, coherent by write-through and invalidation. Pure
 * Java; {@link selaras.cache.Origin} and {@link selaras.cache.Invalidations} are its doors.
 *
 * <h2>The protocol</h2>
 *
 * <p><b>Who holds what.</b> The origin has, per key, the value, a version that rises with every
 * write and deletion, and the directory: which nodes hold a copy, each under the ticket of the call
 * that brought it. It numbers the changes of each partition of the keys by its clock, or the next
 * number if that is higher, so that no number comes twice even if it loses its last changes, and
 * every answer says up to which number it takes them in. A node's copy is M (it wrote it last and
 * is alone), E (it loaded it and is alone), S (others may have it) or I (gone). That a key is
 * absent can be a copy too; its state is S.
 *
 * <p><b>The one rule.</b> A copy, or an answer under way, is old if the node has heard of a change
 * of its key with a number that it does not take in. What is old is not kept and not served.
 *
 * <p><b>Who sends what when.</b> Each verb is one atomic step of the origin, messages included.
 *
 * <ul>
 *   <li><i>Read, hit:</i> nothing is sent.
 *   <li><i>Read, miss:</i> the reader is entered in the directory. If nobody else is there its copy
 *       is E, else S; if exactly one other is there, which may therefore be M or E, {@code
 *       key|reader} goes out on the channel of loads, and that copy becomes S.
 *   <li><i>Write:</i> the value is replaced, the writer becomes the only holder (M), the number of
 *       the partition goes up, {@code number|number before|key|writer} goes out on the channel of
 *       changes and, if the key existed, {@code key|writer} on that of invalidations; every other
 *       copy becomes I. Then the writer stores its own copy, which takes in the number and so
 *       outlives its own message.
 *   <li><i>Delete:</i> the same with no value and no holder.
 *   <li><i>Write or deletion with a fence:</i> the same, if the origin has seen no newer token of
 *       the lock; else nothing changes, here or there, and nothing is sent.
 *   <li><i>Read with a fence:</i> the token is shown to the origin, then the value read there,
 *       never from a copy. From then on no earlier holder of the lock can write.
 *   <li><i>Strict read:</i> the value is read at the origin, which is one register per key.
 *   <li><i>Strict write or deletion:</i> the same as the plain one; then the writer asks all nodes,
 *       {@code partition|number|writer}, and learns from the origin which of them may be serving
 *       copies. Each answers {@code partition|number|node} once it has dealt with that change. The
 *       client is answered when all have, or when the allowed silence has passed.
 *   <li><i>Beat, every so often:</i> a node looks at its clock, enters itself at the origin among
 *       those that may serve copies, reads the numbers of all partitions, and sends clock and
 *       numbers to itself behind all messages.
 *   <li><i>Eviction, repair, loss of the subscription:</i> the ticket is struck from the directory,
 *       later and if possible.
 *   <li><i>Expiry:</i> nothing is sent; a copy expires no later than its origin, because its
 *       remaining time is counted from before the call that told it.
 * </ul>
 *
 * <h2>The bound of staleness</h2>
 *
 * <p>When a beat comes back and a node has not heard of the change with the number that the beat
 * carries, it drops those copies of the partition that do not take it in, and keeps no answer that
 * does not. It then has nothing that was old when the numbers were read, which was after the clock
 * of the beat. Hits are served only while such a clock is not longer ago than the allowed silence
 * ({@code cache.silence.max_ms}). So no hit is older than that, whatever becomes of messages:
 * nothing is assumed about them. That beats come behind all messages, as they do on one Redis, only
 * spares copies that a message still under way would have spared. A node that was stopped finds its
 * proof outdated by its own clock when it goes on; the clock has to run on while the process stands
 * still. The monotonic clock does while a process is stopped, but stands still on some systems,
 * Linux among them, while the machine is suspended: on resume such a node serves what it had until
 * a message or beat arrives, for as long as was left of its proof.
 *
 * <p>A message about a change after one that was not heard of tells of a loss at once, and the same
 * is done without waiting for the beat. One about a change after an older one than the last heard
 * of may mean that the origin has taken back changes: the whole partition is dropped. When the
 * numbers of a beat are lower than those heard before it, the subscription is begun anew, and with
 * it the cache. Changes made after a loss have higher numbers than the lost ones, so whoever hears
 * of one, by a message, a beat or a question, drops what the lost ones had brought. (For that the
 * clock of a Redis that takes over may be behind by less than the time the fail-over takes.)
 *
 * <h2>Strict writes</h2>
 *
 * <p>A node that has answered for a change serves nothing older, and never will: it has heard the
 * change or dropped the partition, and what it loads from then on is newer. A node that does not
 * answer serves hits on the proof of a beat. If its numbers were read after the change, the copy is
 * gone. If before, its clock is older than the answer to the write, and the proof ends within the
 * allowed silence after that, which is how long the writer waits at most (and a hundredth more, by
 * which two clocks may differ in speed). A node is entered at the origin for twice the silence and
 * two seconds before the numbers are read; one that is not entered after the write has no proof of
 * before it. The margin is for a Redis that lost its last entries. Whoever reads a default value
 * after the answer to a strict write therefore finds that or a newer one, on any node.
 *
 * <p>This holds with one Redis that keeps what it acknowledged, or loses two seconds of it at most.
 * With a replica that takes over there is one gap more: a node that has just started is not known
 * there if the first entry of its life was not replicated, and a strict write does not wait for it
 * until its next beat. Likewise if Redis's wall clock is set forward by more than the silence and
 * two seconds: the nodes' entries end too early.
 *
 * <h2>What can race, and why it is harmless</h2>
 *
 * <ol>
 *   <li><i>A read against another node's write.</i> The ticket is taken before the call. A change
 *       heard before the ticket means that the call finds the new value; one heard after the copy
 *       is stored removes it if it is older; one in between marks the ticket with its number, and
 *       an answer that does not take it in is given but not kept. Storing and marking exclude each
 *       other per partition.
 *   <li><i>A write against a later write of another node, of which is heard first.</i> The same:
 *       the answer to the write has the lower number and its copy is not stored.
 *   <li><i>Two calls of one node answered in reverse.</i> Every answer with a version removes a
 *       copy of a lower one and raises the floor under the tickets of its key, whether or not it
 *       stores its own; nobody joins those calls any more. So versions never go backwards for one
 *       reader of one node.
 *   <li><i>A read that found the key absent against one that found a value.</i> Absence has no
 *       version but a number: what does not take in that one goes, and absence is not kept where a
 *       version was learned meanwhile. A deletion that finds nothing is such a read, but never
 *       kept, since its answer may be a remembered one.
 *   <li><i>A write of this node, carried out but not yet answered, while a copy of the old value is
 *       here.</i> Its own message, or the repair, drops that copy; the write will bring the new
 *       one, which takes in its own number.
 *   <li><i>A write whose answer is lost.</i> If it is carried out, then or later, its message tells
 *       this node as it tells any other.
 *   <li><i>An invalidation without its change.</i> Right after the change it says nothing more.
 *       Alone it has no number: the copy goes and no call under way is kept. (So a node listens to
 *       an operator who publishes one by hand.)
 *   <li><i>A load by another node against a call in flight.</i> The message marks the ticket as
 *       shared; what it stores is S. A message about an older value only makes an M or E copy S.
 *       One that is lost leaves M or E in place of S until the next write, which concerns nobody:
 *       every write goes through.
 *   <li><i>A departure against a newer copy of the same node.</i> The ticket differs; nothing is
 *       struck. A departure of a call that was not kept is left out while another copy or call of
 *       the key could stand under it. What one of two calls brought, and was evicted, is not kept
 *       from the other: that departure may have struck it too. A directory entry without a copy
 *       makes the next reader S instead of E.
 *   <li><i>The subscription is lost.</i> All tickets are marked and all copies dropped; until the
 *       first beat of a new subscription is back every read goes to the origin, unshared, and
 *       nothing is kept. What was heard before that beat is counted in.
 *   <li><i>A hit against a beat.</i> The proof is looked at before the copy: a proof that was
 *       renewed in between has dropped what was old before it was renewed.
 *   <li><i>A strict write against a read that another node began before and answers after.</i> They
 *       overlap, so either order is right. A read that begins after the answer does not join an
 *       older one: the change has marked its ticket before the node answered the writer.
 *   <li><i>A question that overtakes the message of its change.</i> The node that is asked notices
 *       that it is behind, drops the partition, and may answer.
 *   <li><i>The key expires, is written anew and no invalidation is sent since it did not exist.</i>
 *       A copy of the old value has expired too, and one still under way is born expired; what
 *       remembers its absence goes by the message on the channel of changes.
 *   <li><i>The key is deleted or expires, and is created again.</i> The partition remembers a
 *       version that none of its entries that are gone exceeded; the new one has a higher one.
 *   <li><i>The origin loses a key without a message (eviction, flush by an operator).</i> A copy is
 *       not served beyond its maximum age; this is the one bound other than the silence.
 *   <li><i>Reads that share one call.</i> A call whose ticket was marked or overtaken takes no more
 *       readers, and none does without a proof that would allow a hit. So nobody gets an answer
 *       older than what this node knew when it asked, not even from a call that was under way while
 *       the node stood still. Nor does one that began longer ago than the allowed silence: its
 *       value may have expired since, which nobody tells.
 * </ol>
 *
 * <p>{@code SimulationTest} lets all of this happen in any order and checks the bound, strict
 * writes, readers that never see an older version than before or than this node wrote, and
 * agreement at rest.
 */
package selaras.cache;
