package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import selaras.access.AccessSettings;
import selaras.access.RateSettings;
import selaras.access.Role;
import selaras.access.jwt.JwtSettings;
import selaras.cache.CacheSettings;
import selaras.cache.Partitions;
import selaras.cache.redis.ChannelSettings;
import selaras.cluster.Topology;
import selaras.consensus.GroupCommitSettings;
import selaras.consensus.ratis.RatisSettings;
import selaras.consensus.ratis.RatisTls;
import selaras.lock.LockLimits;
import selaras.lock.LockSettings;
import selaras.lock.MirrorSettings;
import selaras.queue.Ordering;
import selaras.queue.PushLimits;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.queue.Turns;
import selaras.queue.WaitLimits;
import selaras.store.redis.RedisKeys;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.SubscriptionSettings;
import selaras.webhook.AllowedHosts;
import selaras.webhook.Backoff;
import selaras.webhook.WebhookLimits;

/**
 * Reads each key of the configuration once, into records that refuse to exist when a value is
 * wrong. The defaults are in {@code META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
public class Settings {
  private final Config config = ConfigProvider.getConfig();

  @Produces
  @Singleton
  Topology topology() {
    return Topology.parse(text("node.id"), text("cluster.nodes"));
  }

  /** For how long a node that stops is not ready before it refuses calls. */
  Duration stopNotice() {
    return millis("stop.notice_ms");
  }

  /** For how long a node that stops lets the calls end that are under way. */
  Duration stopPatience() {
    return millis("stop.patience_ms");
  }

  @Produces
  @Singleton
  AccessSettings access() {
    return new AccessSettings(
        AccessSettings.Mode.of(text("security.mode")),
        config.getValue("security.open.remote", Boolean.class),
        Set.copyOf(words("security.open.hosts")),
        file("security.tokens.file"),
        words("security.tokens"),
        millis("security.tokens.reload_ms"),
        number("security.remember.max"),
        millis("security.remember.max_age_ms"),
        new RateSettings(
            number("security.rate.per_second"),
            number("security.rate.burst"),
            number("security.rate.callers.max")));
  }

  /** Only in the mode that has them. */
  JwtSettings jwt() {
    return new JwtSettings(
        optional("mp.jwt.verify.issuer").orElse(""),
        optional("mp.jwt.verify.publickey"),
        optional("mp.jwt.verify.publickey.location"),
        Set.copyOf(words("mp.jwt.verify.audiences")),
        Duration.ofSeconds(number("mp.jwt.verify.clock.skew")),
        Stream.of(Role.READER, Role.CLIENT, Role.OPERATOR)
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    role -> Set.copyOf(words("security.jwt.groups." + role.word())))));
  }

  @Produces
  @Singleton
  RedisSettings redis() {
    return RedisKeys.read(key -> config.getOptionalValue(key, String.class));
  }

  @Produces
  @Singleton
  RatisSettings raft() {
    return new RatisSettings(
        Path.of(text("raft.dir")).toAbsolutePath(),
        optional("raft.bind.host").orElse(""),
        millis("raft.election.min_ms"),
        millis("raft.election.max_ms"),
        number("raft.snapshot.entries"),
        number("raft.segment.bytes"),
        millis("raft.read.timeout_ms"),
        RatisTls.of(file("raft.tls.key"), file("raft.tls.certificate"), file("raft.tls.authority")),
        file("raft.restore.file"),
        config.getValue("cluster.join", Boolean.class),
        millis("raft.staging.timeout_ms"));
  }

  @Produces
  @Singleton
  GroupCommitSettings groupCommit() {
    return new GroupCommitSettings(
        millis("raft.command.timeout_ms"),
        millis("raft.attempt.timeout_ms"),
        number("raft.batch.max_commands"),
        number("raft.batch.max_bytes"),
        number("raft.queue.max_commands"),
        number("raft.queue.max_bytes"));
  }

  @Produces
  @Singleton
  LockSettings locks() {
    return new LockSettings(
        millis("lock.lease.default_ms"),
        millis("lock.lease.max_ms"),
        millis("lock.wait.max_ms"),
        millis("lock.lease.grace_ms"),
        millis("lock.delay.max_ms"),
        number("lock.wants.max"),
        number("lock.events.kept"),
        number("lock.events.followers.max"),
        number("lock.heap.percent"),
        new LockLimits(
            number("lock.max_locks"),
            number("lock.max_waiters"),
            number("lock.max_sessions"),
            number("lock.requests.max"),
            number("lock.requests.remember_ms")));
  }

  @Produces
  @Singleton
  MirrorSettings lockMirror() {
    return new MirrorSettings(millis("lock.mirror.interval_ms"), text("lock.mirror.key"));
  }

  @Produces
  @Singleton
  CacheSettings cache() {
    return new CacheSettings(
        number("cache.capacity"),
        new Partitions(number("cache.partitions")),
        millis("cache.copy.max_age_ms"),
        millis("cache.absent.max_age_ms"),
        millis("cache.silence.max_ms"));
  }

  @Produces
  @Singleton
  ChannelSettings cacheChannels() {
    return new ChannelSettings(
        new Partitions(number("cache.partitions")),
        text("cache.channel"),
        text("cache.channel.changes"),
        text("cache.channel.shared"),
        text("cache.channel.questions"),
        millis("cache.beat_ms"),
        millis("cache.silence.max_ms"),
        millis("cache.backoff.max_ms"),
        millis("cache.request.memory_ms"));
  }

  @Produces
  @Singleton
  QueueLimits queue() {
    return new QueueLimits(
        new QueueDefinition(
            1,
            Ordering.FIFO,
            number("queue.deliveries.max"),
            millis("queue.visibility_ms"),
            number("queue.depth.max"),
            number("queue.in_flight.max"),
            number("api.value.max_bytes"),
            millis("queue.dedup.window_ms")),
        millis("queue.visibility.max_ms"),
        number("queue.partitions.max"),
        number("queue.batch.max"),
        number("queue.batch.max_bytes"),
        number("queue.redrive.max"),
        number("queue.queues.max"),
        millis("queue.request.remember_ms"),
        millis("queue.definition.max_age_ms"));
  }

  /** How many calls of one queue a node works on. */
  Turns queueTurns() {
    return new Turns(number("queue.calls.max"));
  }

  /** For how long the newest fencing token of a resource is remembered. */
  Duration fenceMemory() {
    return millis("fence.memory_ms");
  }

  @Produces
  @Singleton
  WaitLimits queueWaits() {
    return new WaitLimits(
        millis("queue.wait.max_ms"),
        number("queue.waiters.max"),
        number("queue.waiters.node_max"),
        millis("queue.wait.poll_ms"));
  }

  @Produces
  @Singleton
  PushLimits queuePush() {
    return new PushLimits(number("queue.subscribers.max"), number("queue.credit.max"));
  }

  @Produces
  @Singleton
  AllowedHosts webhookHosts() {
    return new AllowedHosts(optional("queue.webhook.hosts").orElse(""));
  }

  @Produces
  @Singleton
  WebhookLimits webhooks() {
    return new WebhookLimits(
        number("queue.webhooks.max"),
        number("queue.webhook.in_flight"),
        number("queue.webhook.in_flight.max"),
        millis("queue.webhook.timeout_ms"),
        millis("queue.webhook.timeout.max_ms"),
        millis("queue.webhook.lease_ms"),
        new Backoff(
            millis("queue.webhook.backoff.min_ms"), millis("queue.webhook.backoff.max_ms")));
  }

  /** How a node hears of messages that others made ready. */
  SubscriptionSettings queueSubscription() {
    return new SubscriptionSettings(
        millis("queue.channel.beat_ms"),
        millis("queue.channel.silence_ms"),
        millis("queue.channel.backoff_ms"));
  }

  /** Between two rounds of housekeeping. */
  Duration sweepInterval() {
    return millis("queue.sweep.interval_ms");
  }

  /** After which a node that announces itself no more loses its queues. */
  Duration memberSilence() {
    Duration silence = millis("queue.members.silence_ms");
    if (silence.compareTo(sweepInterval().multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "queue.members.silence_ms=%d must be at least twice queue.sweep.interval_ms=%d"
              .formatted(silence.toMillis(), sweepInterval().toMillis()));
    }
    return silence;
  }

  private Optional<String> optional(String key) {
    return config.getOptionalValue(key, String.class);
  }

  private Optional<Path> file(String key) {
    return optional(key).map(Path::of);
  }

  /** What commas separate. */
  private List<String> words(String key) {
    return optional(key).stream()
        .flatMap(all -> Stream.of(all.split(",")))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .distinct()
        .toList();
  }

  private String text(String key) {
    return config.getValue(key, String.class);
  }

  private int number(String key) {
    return config.getValue(key, Integer.class);
  }

  private Duration millis(String key) {
    return Duration.ofMillis(config.getValue(key, Long.class));
  }
}
