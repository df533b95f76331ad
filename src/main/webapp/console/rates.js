/** What happened between two snapshots. Pure: no page, no clock. */

/** Null for the first snapshot, and when the node has been started anew in between. */
export function between(before, after) {
  if (!before || after.status.uptime_ms < before.status.uptime_ms) {
    return null;
  }
  const seconds = (after.at_ms - before.at_ms) / 1000;
  const rate = (of) => Math.max(0, of(after) - of(before)) / seconds;
  const durations = after.requests.durations.map((all, i) => all - before.requests.durations[i]);
  const hits = after.status.cache.hits - before.status.cache.hits;
  const misses = after.status.cache.misses - before.status.cache.misses;
  return {
    calls: rate((snapshot) => snapshot.requests.answered),
    refused: rate((snapshot) => snapshot.requests.refused),
    failed: rate((snapshot) => snapshot.requests.failed),
    median: quantile(after.requests.bounds_ms, durations, 0.5),
    p99: quantile(after.requests.bounds_ms, durations, 0.99),
    entries: rate((snapshot) => snapshot.status.commit_index),
    commands: rate((snapshot) => snapshot.log.commands),
    depth: after.queues ? after.queues.depth : null,
    inFlight: after.queues ? after.queues.in_flight : null,
    hitPercent: hits + misses > 0 ? (100 * hits) / (hits + misses) : null,
  };
}

/**
 * As Prometheus does it: even within a class. Null when nothing was counted; the last bound for
 * what is above it.
 */
export function quantile(bounds, counts, q) {
  const total = counts.reduce((sum, value) => sum + value, 0);
  if (total === 0) {
    return null;
  }
  let rank = q * total;
  for (let i = 0; i < bounds.length; i++) {
    if (rank <= counts[i]) {
      const lower = i === 0 ? 0 : bounds[i - 1];
      return lower + ((bounds[i] - lower) * rank) / counts[i];
    }
    rank -= counts[i];
  }
  return bounds[bounds.length - 1];
}

/** The last so many samples, column by column, the first of them times. */
export class History {
  #limit;
  #columns;

  constructor(names, limit) {
    this.#limit = limit;
    this.#columns = new Map(['time', ...names].map((name) => [name, []]));
  }

  add(time, sample) {
    for (const [name, values] of this.#columns) {
      values.push(name === 'time' ? time : (sample?.[name] ?? null));
      if (values.length > this.#limit) {
        values.shift();
      }
    }
  }

  column(name) {
    return this.#columns.get(name);
  }
}
