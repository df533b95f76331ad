package selaras.cache;

import java.util.Map;

/**
 * What a node's cache has done since it started, and what is in it.
 *
 * @param hits reads answered from a copy
 * @param misses reads answered by the origin, with or without a value
 * @param hitRate hits among all reads, 0 to 1; 0 without reads
 * @param invalidationsSent writes and deletions of this node that told the others
 * @param invalidationsReceived messages from other nodes, whether or not there was a copy
 * @param notKept answers of the origin that raced with a write and were therefore not kept
 * @param repairs partitions of which a message turned out to be lost
 * @param repairDrops copies dropped for that
 * @param states entries per state; I: keys whose copy a message took away and that have not been
 *     loaded since, the oldest of more than the capacity forgotten
 * @param transitions by the state before, then by the state after, those that happened
 * @param strictWaiting strict writes that wait for other nodes
 * @param connected whether messages arrive; if not, every read goes to the origin
 * @param proofAgeMillis how old the proof is that no message is missing, which is how old a hit can
 *     be now; -1 when there are none
 */
public record CacheStats(
    int capacity,
    int size,
    long hits,
    long misses,
    double hitRate,
    long evictions,
    long invalidationsSent,
    long invalidationsReceived,
    long notKept,
    long repairs,
    long repairDrops,
    Map<Mesi, Long> states,
    Map<Mesi, Map<Mesi, Long>> transitions,
    int strictWaiting,
    boolean connected,
    long proofAgeMillis) {}
