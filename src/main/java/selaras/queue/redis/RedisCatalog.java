package selaras.queue.redis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import redis.clients.jedis.params.ZRangeParams;
import selaras.answers.Pending;
import selaras.queue.DefineOutcome;
import selaras.queue.Partition;
import selaras.queue.QueueBusyException;
import selaras.queue.QueueCatalog;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;
import selaras.store.redis.RememberedAnswers;
import selaras.store.redis.ScriptCall;

/**
 * The catalog in two keys of one shard: the names in order, and their definitions.
 *
 * <p>Thread-safe. What was read is believed for {@link QueueLimits#definitionAge}; that a queue
 * does not exist, never: the first message of a queue, on any node, and its definition, on another,
 * must not think of different partitions; nor that it is being deleted, which may be over. A queue
 * whose entry was lost with Redis comes back with its next message.
 */
public final class RedisCatalog implements QueueCatalog {
  static final String NAMES = "selaras:q:{catalog}:names";
  static final String DEFINITIONS = "selaras:q:{catalog}:definitions";
  private static final List<String> KEYS = List.of(NAMES, DEFINITIONS);

  private final RedisStore store;
  private final Deletions deletions;
  private final QueueLimits limits;
  private final Attempts attempts;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * @param store the shard that has the catalog
   * @param partitions where the messages of a deleted queue are
   */
  public RedisCatalog(
      RedisStore store, PartitionScripts partitions, QueueLimits limits, Attempts attempts) {
    this.attempts = attempts;
    this.store = store;
    this.deletions = new Deletions(store, partitions, limits, attempts);
    this.limits = limits;
  }

  @Override
  public Optional<QueueDefinition> definition(String queue) {
    return Pending.await(lookUp(queue));
  }

  /** The same without waiting: at once while what was read is believed. */
  CompletableFuture<Optional<QueueDefinition>> lookUp(String queue) {
    return known(queue, () -> learn(queue, Scripts.DEFINITION, queue))
        .thenApply(entry -> entry.filter(it -> !it.deleting()).map(CatalogEntry::definition));
  }

  /** The definition, of a new queue if there is none; empty if it would be one too many. */
  CompletableFuture<Optional<QueueDefinition>> register(String queue) {
    return known(queue, () -> learn(queue, Scripts.REGISTER, queue, max(), undefined()))
        .thenApply(
            entry -> {
              if (entry.isPresent() && entry.get().deleting()) {
                throw beingDeleted();
              }
              return entry.map(CatalogEntry::definition);
            });
  }

  @Override
  public DefineOutcome define(
      String queue, QueueDefinition definition, Optional<String> requestId) {
    Request request = Request.of(requestId, limits.rememberFor());
    var keys = List.of(NAMES, DEFINITIONS, answer("define", queue, request));
    var args = List.of(queue, max(), CatalogEntry.text(definition), request.rememberMillis());
    List<?> reply = (List<?>) Pending.await(begin(Scripts.DEFINE, new ScriptCall(keys, args)));
    known.remove(queue);
    return switch ((String) reply.get(0)) {
      case "created" -> new DefineOutcome.Defined(true, definitionIn(reply));
      case "changed" -> new DefineOutcome.Defined(false, definitionIn(reply));
      case "placed otherwise" -> new DefineOutcome.PlacedOtherwise(definitionIn(reply));
      case "too many" -> new DefineOutcome.TooManyQueues(limits.queuesMax());
      case "deleting" -> throw beingDeleted();
      default -> throw new IllegalStateException("unknown reply " + reply);
    };
  }

  private QueueDefinition definitionIn(List<?> reply) {
    return parse((String) reply.get(1)).definition();
  }

  @Override
  public boolean delete(String queue, Optional<String> requestId) {
    known.remove(queue);
    return deletions.delete(queue, Request.of(requestId, limits.rememberFor()));
  }

  /** Where the answer to this verb for this queue is remembered. */
  static String answer(String verb, String queue, Request request) {
    return RememberedAnswers.key("selaras:q:{catalog}:answer:", verb, queue, request.id());
  }

  /** Of the queues whose first partition is one of these. */
  void finishDeletions(Predicate<Partition> mine) {
    known.forEach(
        (queue, last) -> {
          if (last.entry.deleting() && mine.test(new Partition(queue, 0))) {
            deletions.finish(queue);
          }
        });
  }

  @Override
  public List<String> names(String after, int atMost) {
    String from = after.isEmpty() ? "-" : "(" + after;
    return store.call(
        redis -> redis.zrange(NAMES, ZRangeParams.zrangeByLexParams(from, "+").limit(0, atMost)));
  }

  /** The partitions of all queues, those being deleted included. */
  List<Partition> allPartitions() {
    long now = System.nanoTime();
    Map<String, String> all = store.call(redis -> redis.hgetAll(DEFINITIONS));
    known.keySet().retainAll(all.keySet());
    all.forEach((queue, text) -> known.put(queue, new Known(parse(text), now)));
    return all.entrySet().stream()
        .flatMap(
            entry -> parse(entry.getValue()).definition().partitionsOf(entry.getKey()).stream())
        .toList();
  }

  private CompletableFuture<Optional<CatalogEntry>> known(
      String queue, Supplier<CompletableFuture<Optional<CatalogEntry>>> question) {
    Known last = known.get(queue);
    boolean isFresh =
        last != null
            && !last.entry.deleting()
            && System.nanoTime() - last.readAt < limits.definitionAge().toNanos();
    return isFresh ? CompletableFuture.completedFuture(Optional.of(last.entry)) : question.get();
  }

  /** Its age counts from before the question, since the answer may have been long on its way. */
  private CompletableFuture<Optional<CatalogEntry>> learn(
      String queue, LuaScript question, String... args) {
    long now = System.nanoTime();
    return begin(question, new ScriptCall(KEYS, List.of(args)))
        .thenApply(text -> learnt(queue, (String) text, now));
  }

  private Optional<CatalogEntry> learnt(String queue, String text, long askedAt) {
    if (text.isEmpty()) {
      known.remove(queue);
      return Optional.empty();
    }
    CatalogEntry entry = parse(text);
    if (known.size() >= limits.queuesMax()) {
      known.clear();
    }
    known.put(queue, new Known(entry, askedAt));
    return Optional.of(entry);
  }

  private CatalogEntry parse(String text) {
    return CatalogEntry.parse(text, limits.defaults());
  }

  private CompletableFuture<Object> begin(LuaScript script, ScriptCall call) {
    return attempts.of(() -> store.begin(script, call));
  }

  private String max() {
    return Integer.toString(limits.queuesMax());
  }

  private String undefined() {
    return CatalogEntry.undefined(limits.defaults());
  }

  private static QueueBusyException beingDeleted() {
    return new QueueBusyException("the queue is being deleted");
  }

  private record Known(CatalogEntry entry, long readAt) {}
}
