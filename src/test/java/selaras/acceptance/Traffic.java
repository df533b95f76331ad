package selaras.acceptance;

import selaras.testing.Api;
import selaras.testing.TestCluster;

/** Clients that lock, produce, consume and write, on all nodes; and what must be true after it. */
final class Traffic {
  private static final int LOCKERS = 3;

  private final LockLoad locks;
  private final QueueLoad queue;
  private final CacheLoad cache;

  /**
   * @param retries is told of each call
   */
  Traffic(Api api, Retries retries) {
    this.locks = new LockLoad(api, retries);
    this.queue = new QueueLoad(api, retries);
    this.cache = new CacheLoad(api, retries);
  }

  void start(Load load) {
    for (int i = 0; i < LOCKERS; i++) {
      load.start("locks-" + i, locks.client(i));
    }
    for (int node : TestCluster.NODES) {
      load.start("producer-" + node, queue.producer(node));
      load.start("consumer-" + node, queue.consumer(node));
      load.start("writer-" + node, cache.writer(node));
    }
  }

  /** Nothing that was acknowledged is lost; the locks have verified themselves at each step. */
  void verify() {
    queue.verify();
    cache.verify();
  }
}
