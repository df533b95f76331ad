/**
 * What agreement offers to the parts that replicate their state, and how commands travel through
 * it.
 *
 * <p>A caller's command goes {@link selaras.consensus.Consensus#submit} -> {@link
 * selaras.consensus.GroupCommit} -> one log entry -> {@link selaras.consensus.BatchedMachine} ->
 * {@link selaras.consensus.Replicated#apply} on every node. Pure Java; knows nothing of the Raft
 * library.
 */
package selaras.consensus;
