package selaras.cache.redis;

import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import selaras.cache.Invalidations;
import selaras.cluster.NodeId;
import selaras.store.redis.Listener;
import selaras.store.redis.RedisStore;

/**
 * Turns what Redis delivers into calls of {@link Invalidations}, answers strict writers and makes
 * the node's beats.
 */
public final class CacheMessages implements Listener, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CacheMessages.class.getName());

  private final ChannelSettings settings;
  private final Invalidations invalidations;
  private final Heart heart;
  private final Assents assents;
  private final String answers;

  public CacheMessages(
      NodeId self, RedisStore store, ChannelSettings settings, Invalidations invalidations) {
    this.settings = settings;
    this.invalidations = invalidations;
    this.heart = new Heart(self, store, settings);
    this.assents = new Assents(self, store, settings);
    this.answers = settings.answersTo(self.value());
  }

  /** What to listen to. */
  public Set<String> channels() {
    return Set.of(
        settings.invalidations(),
        settings.changes(),
        settings.shared(),
        settings.questions(),
        answers);
  }

  @Override
  public void heard(String channel, String text) {
    if (channel.equals(settings.changes())) {
      Message.ofChange(text).ifPresent(invalidations::changed);
    } else if (channel.equals(settings.invalidations())) {
      Message.ofTwo(text).ifPresent(m -> invalidations.written(m.middle(), m.tail()));
    } else if (channel.equals(settings.shared())) {
      Message.ofTwo(text).ifPresent(m -> invalidations.read(m.middle(), m.tail()));
    } else {
      Message.ofThree(text).ifPresent(m -> heardTalk(channel, m));
    }
  }

  /** Of writers and those they wait for. */
  private void heardTalk(String channel, Message message) {
    if (message.number() >= settings.partitions().count() || !Message.isNumber(message.middle())) {
      return;
    }
    int partition = (int) message.number();
    long sequence = Long.parseLong(message.middle());
    if (channel.equals(answers)) {
      invalidations.acknowledged(message.tail(), partition, sequence);
    } else {
      assents.add(message.tail(), partition, invalidations.asked(partition, sequence));
    }
  }

  @Override
  public Optional<String> beat() {
    long[] heard = invalidations.heard();
    Beat beat = heart.beat();
    if (beat.isBefore(heard)) {
      LOG.warning("Redis has lost changes that were heard of; the cache begins anew");
      return Optional.empty();
    }
    return Optional.of(beat.text());
  }

  @Override
  public void confirmed(long sentNanos, String carried) {
    invalidations.confirmed(sentNanos, Beat.parse(carried).sequences());
  }

  @Override
  public void disconnected() {
    invalidations.disconnected();
  }

  @Override
  public void close() {
    assents.close();
  }
}
