package selaras.cache;

import java.util.concurrent.atomic.LongAdder;

/** What a cache counts; cheap under contention. */
final class Counters {
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder evictions = new LongAdder();
  final LongAdder invalidationsSent = new LongAdder();
  final LongAdder invalidationsReceived = new LongAdder();
  final LongAdder notKept = new LongAdder();
  final LongAdder repairs = new LongAdder();
  final LongAdder repairDrops = new LongAdder();
  final Transitions transitions = new Transitions();
}
