/**
 * What agreement offers to the parts that replicate their state, and how commands travel through
 * it.
 *
 * <p>A caller's command goes {@link selaras.consensus.Consensus#submit} -> {@link
 * selaras.consensus.GroupCommit} -> one log entry -> {@link selaras.consensus.BatchedMachine} ->
 * {@link selaras.consensus.Replicated#apply} on every node. Pure Java; knows nothing of the Raft
 * library.
 *
 * <p>Releases. While nodes are restarted one after the other with a newer release, a leader of
 * either writes what followers of the other have to apply to the same state. So what is written
 * changes in two releases: one that reads the new form and writes the old, then one that writes it.
 * The same for snapshots, which a leader may send. Nothing is passed over that is not known, since
 * a node that did would be unlike the others: an unknown command, entry or snapshot, and bytes too
 * many, stop the node that reads them, with a line in its log. Room is there: commands and outcomes
 * begin with a tag, snapshots with the number of their format, and an entry that begins with a
 * negative number is of another form than the one there is. {@code StoredLogTest} keeps a log of
 * the release before, and fails when it is read otherwise or written otherwise.
 */
package selaras.consensus;
