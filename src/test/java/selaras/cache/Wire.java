package selaras.cache;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is under way to one node, by channel. Channels overtake each other; within one a message may
 * be lost, come twice or, rarely, in another order.
 */
final class Wire {
  enum Channel {
    CHANGES,
    INVALIDATIONS,
    LOADS,
    QUESTIONS,
    ANSWERS,
    BEATS
  }

  private static final Channel[] CHANNELS = Channel.values();
  private static final Set<Channel> WRITES = Set.of(Channel.CHANGES, Channel.INVALIDATIONS);

  private final Map<Channel, List<Runnable>> waiting = new EnumMap<>(Channel.class);
  private final SplittableRandom random;
  private final boolean reliable;
  private boolean slow;

  Wire(SplittableRandom random, boolean reliable) {
    this.random = random;
    this.reliable = reliable;
    for (Channel channel : Channel.values()) {
      waiting.put(channel, new ArrayList<>());
    }
  }

  void send(Channel channel, Runnable delivery) {
    List<Runnable> queue = waiting.get(channel);
    int luck = reliable ? 99 : random.nextInt(100);
    if (luck < 8) {
      return;
    }
    if (luck < 12) {
      queue.add(delivery);
    }
    queue.add(luck < 15 ? random.nextInt(queue.size() + 1) : queue.size(), delivery);
  }

  /** Hands over the next message of some channel; news of writes are slow for a while. */
  void deliverOne() {
    slow ^= random.nextInt(40) == 0;
    Channel channel = CHANNELS[random.nextInt(CHANNELS.length)];
    List<Runnable> queue = waiting.get(channel);
    boolean waits = slow && WRITES.contains(channel) && random.nextInt(20) > 0;
    if (!queue.isEmpty() && !waits) {
      queue.removeFirst().run();
    }
  }

  boolean isEmpty() {
    return waiting.values().stream().allMatch(List::isEmpty);
  }

  void clear() {
    waiting.values().forEach(List::clear);
  }
}
