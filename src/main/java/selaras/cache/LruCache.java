package selaras.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/**
 * A map of bounded size that throws out the least recently used entry first: the LRU stack of
 * Mattson, Gecsei, Slutz and Traiger, "Evaluation techniques for storage hierarchies" (1970), as a
 * hash table whose entries form a doubly linked list from the newest to the oldest use.
 *
 * <p>Deterministic and exact: the same calls evict the same entries. Thread-safe. Every operation
 * is O(1) except {@link #entries} and {@link #removeIf}. A hit looks up without a lock; the lock is
 * held only for the few stores that move the entry to the front, and not at all when it is there
 * already.
 */
public final class LruCache<K, V> {
  private static final class Node<K, V> {
    final K key;
    volatile V value;
    Node<K, V> newer;
    Node<K, V> older;
    boolean linked;

    Node(K key, V value) {
      this.key = key;
      this.value = value;
    }
  }

  private final int capacity;
  private final Map<K, Node<K, V>> nodes = new ConcurrentHashMap<>();
  private final ReentrantLock order = new ReentrantLock();
  private volatile Node<K, V> newest;
  private Node<K, V> oldest;

  /**
   * @param capacity entries at most; at least 1
   */
  public LruCache(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
    }
    this.capacity = capacity;
  }

  /** The value, now the most recently used; null when absent. */
  public V get(K key) {
    Node<K, V> node = nodes.get(key);
    if (node == null) {
      return null;
    }
    if (node != newest) {
      moveToFront(node);
    }
    return node.value;
  }

  /** The value without counting as a use; null when absent. */
  public V peek(K key) {
    Node<K, V> node = nodes.get(key);
    return node == null ? null : node.value;
  }

  /**
   * Stores the value as the most recently used one.
   *
   * @return what had to go for it
   */
  public Optional<Map.Entry<K, V>> put(K key, V value) {
    order.lock();
    try {
      Node<K, V> present = nodes.get(key);
      if (present != null) {
        present.value = value;
        unlink(present);
        linkAsNewest(present);
        return Optional.empty();
      }
      Node<K, V> evicted = nodes.size() < capacity ? null : drop(oldest);
      Node<K, V> node = new Node<>(key, value);
      linkAsNewest(node);
      nodes.put(key, node);
      return evicted == null
          ? Optional.empty()
          : Optional.of(Map.entry(evicted.key, evicted.value));
    } finally {
      order.unlock();
    }
  }

  /** Changes a present value in place, which is no use of it; null removes it. */
  public void update(K key, UnaryOperator<V> change) {
    order.lock();
    try {
      Node<K, V> node = nodes.get(key);
      if (node != null) {
        V changed = change.apply(node.value);
        if (changed == null) {
          drop(node);
        } else {
          node.value = changed;
        }
      }
    } finally {
      order.unlock();
    }
  }

  /** Removes the entry; returns its value, null when there was none. */
  public V remove(K key) {
    order.lock();
    try {
      Node<K, V> node = nodes.get(key);
      return node == null ? null : drop(node).value;
    } finally {
      order.unlock();
    }
  }

  /** Removes those that fit; returns them, most recently used first. */
  public List<Map.Entry<K, V>> removeIf(BiPredicate<K, V> fits) {
    order.lock();
    try {
      List<Map.Entry<K, V>> removed = new ArrayList<>();
      Node<K, V> next = newest;
      while (next != null) {
        Node<K, V> node = next;
        next = node.older;
        if (fits.test(node.key, node.value)) {
          drop(node);
          removed.add(Map.entry(node.key, node.value));
        }
      }
      return removed;
    } finally {
      order.unlock();
    }
  }

  /** Removes everything; returns it, most recently used first. */
  public List<Map.Entry<K, V>> clear() {
    return removeIf((key, value) -> true);
  }

  public int capacity() {
    return capacity;
  }

  public int size() {
    return nodes.size();
  }

  /** All entries in no order; weakly consistent, without a lock, for statistics. */
  public List<Map.Entry<K, V>> entries() {
    return nodes.values().stream().map(node -> Map.entry(node.key, node.value)).toList();
  }

  private void moveToFront(Node<K, V> node) {
    order.lock();
    try {
      // it may have been removed since it was looked up
      if (node.linked) {
        unlink(node);
        linkAsNewest(node);
      }
    } finally {
      order.unlock();
    }
  }

  private Node<K, V> drop(Node<K, V> node) {
    unlink(node);
    nodes.remove(node.key);
    return node;
  }

  private void linkAsNewest(Node<K, V> node) {
    node.linked = true;
    node.newer = null;
    node.older = newest;
    if (newest == null) {
      oldest = node;
    } else {
      newest.newer = node;
    }
    newest = node;
  }

  private void unlink(Node<K, V> node) {
    if (node.newer == null) {
      newest = node.older;
    } else {
      node.newer.older = node.older;
    }
    if (node.older == null) {
      oldest = node.newer;
    } else {
      node.older.newer = node.newer;
    }
    node.newer = null;
    node.older = null;
    node.linked = false;
  }
}
