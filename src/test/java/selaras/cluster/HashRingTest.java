package selaras.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashRingTest {
  private static final int KEYS = 20_000;

  @Test
  void memberFor_threeMembers_sharesWithin25PercentOfEven() {
    HashRing<String> ring = new HashRing<>(List.of("node-1", "node-2", "node-3"));

    Map<String, Integer> shares = new HashMap<>();
    keys().forEach(key -> shares.merge(ring.memberFor(key), 1, Integer::sum));

    assertThat(shares.values()).allSatisfy(n -> assertThat(n).isBetween(KEYS / 4, KEYS * 5 / 12));
  }

  @Test
  void memberFor_oneMemberLeaves_onlyItsKeysMove() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 10; round++) {
      List<String> members = members(2 + random.nextInt(8), random);
      String leaving = members.get(random.nextInt(members.size()));
      List<String> staying = members.stream().filter(m -> !m.equals(leaving)).toList();
      HashRing<String> before = new HashRing<>(members);
      HashRing<String> after = new HashRing<>(staying);

      assertThat(keys().stream().limit(2_000))
          .as("seed %d", seed)
          .allSatisfy(
              key -> {
                String owner = before.memberFor(key);
                assertThat(after.memberFor(key))
                    .matches(
                        now -> owner.equals(leaving) ? staying.contains(now) : now.equals(owner));
              });
    }
  }

  @Test
  void memberFor_membersInOtherOrder_sameRing() {
    List<String> members = members(5, new SplittableRandom(1));
    List<String> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, new Random(2));
    HashRing<String> one = new HashRing<>(members);
    HashRing<String> other = new HashRing<>(shuffled);

    assertThat(keys()).allMatch(key -> one.memberFor(key).equals(other.memberFor(key)));
  }

  @Test
  void new_noMember_refused() {
    assertThatThrownBy(() -> new HashRing<>(List.<String>of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> keys() {
    return IntStream.range(0, KEYS).mapToObj(i -> "orders-" + i + "/0").toList();
  }

  private static List<String> members(int count, SplittableRandom random) {
    return IntStream.range(0, count).mapToObj(i -> i + "-" + random.nextLong()).toList();
  }
}
