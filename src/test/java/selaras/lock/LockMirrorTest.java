package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import selaras.testing.Snapshots;

final class LockMirrorTest {
  private static final int STEPS = 20_000;
  private static final int MANY = 2 * LockMirror.PAGE + 50;

  private final TouchedResources touched = new TouchedResources();
  private final ReplicatedLocks locks = new ReplicatedLocks(List.of(touched));
  private final Office office = new Office();
  private final MirrorInMemory store = new MirrorInMemory();
  private final LockMirror mirror = new LockMirror(office, locks, touched, store);

  @Test
  void round_touchedResources_areWrittenAndFreeOnesRemoved() {
    take("a");
    take("b");
    mirror.round();
    assertMirrored();
    release("a");
    take("c");
    mirror.round();
    assertMirrored();
    assertThat(store.shown).containsOnlyKeys("b", "c");
    assertThat(store.says).isEqualTo(new MirrorStore.AsOf(1, office.index, locks.now()));
  }

  @Test
  void round_notLeading_writesNothingAndKeepsNothing() {
    office.leads = false;
    take("a");
    mirror.round();
    assertThat(store.shown).isEmpty();
    assertThat(touched.take()).isEmpty();
  }

  @Test
  void round_storeOutOfReach_completeWithTheFirstRoundAfter() {
    take("a");
    mirror.round();
    store.callsLeft = 0;
    release("a");
    take("b");
    mirror.round();
    take("c");
    assertThat(touched.take()).as("kept while there is nothing to add to").isEmpty();
    mirror.round();
    assertMirrored();
  }

  @Test
  void round_storeLostTheMirror_completeAlthoughNothingWasTouched() {
    take("a");
    mirror.round();
    store.lose();
    mirror.round();
    assertThat(store.shown).containsOnlyKeys("a");
    assertMirrored();
  }

  @Test
  void round_mirrorOfALaterTerm_isLeftAlone() {
    take("a");
    mirror.round();
    store.takeOver(2);
    take("b");
    mirror.round();
    assertThat(store.shown).containsOnlyKeys("of another");
    office.term = 3;
    mirror.round();
    assertMirrored();
  }

  @Test
  void round_anotherTermThanInTheLastRound_isWrittenAnew() {
    take("a");
    mirror.round();
    store.shown.put("written by a leader in between", "");
    office.term = 3;
    mirror.round();
    assertMirrored();
  }

  @Test
  void round_many_goInPagesAndTheIndexIsReachedWithTheLast() {
    takeMany();
    mirror.round();
    assertThat(store.pages).containsExactly(LockMirror.PAGE, LockMirror.PAGE, 50);
    assertMirrored();
    long before = office.index;
    store.pages.clear();
    releaseMany();
    mirror.round();
    assertThat(store.pages).containsExactly(LockMirror.PAGE, LockMirror.PAGE, 50);
    assertThat(store.said)
        .extracting(MirrorStore.AsOf::index)
        .containsExactly(before, before, office.index);
    assertThat(store.shown).isEmpty();
  }

  @Test
  void round_touchedWhileANewMirrorIsWritten_followsWithTheNext() {
    takeMany();
    int[] page = {0};
    store.meanwhile = () -> release(name(page[0]++));
    mirror.round();
    assertThat(store.shown).as("pages that were looked at before").containsKey(name(0));
    mirror.round();
    assertMirrored();
    assertThat(store.shown).doesNotContainKeys(name(0), name(1), name(2));
  }

  @Test
  void round_delayIsOver_isGoneAlthoughNothingTellsOfIt() {
    Terms terms = new Terms(10, 0, 50, false, "");
    apply(new LockCommand.Acquire("", "l", "h", List.of(Want.exclusive("a")), terms));
    mirror.round();
    locks.advance(++office.index, 20);
    mirror.round();
    assertThat(store.shown.get("a")).endsWith("delayed until 70");
    locks.advance(++office.index, 70);
    mirror.round();
    assertThat(store.shown).isEmpty();
  }

  @Test
  void round_afterARestoredSnapshot_isWrittenAnew() throws IOException {
    take("a");
    byte[] snapshot = Snapshots.of(locks::snapshot);
    release("a");
    mirror.round();
    locks.restore(office.index, Snapshots.in(snapshot));
    mirror.round();
    assertThat(store.shown).containsOnlyKeys("a");
  }

  /** {@code -Dseed=} repeats a run. */
  @Test
  void round_afterAnyCommandsAndMishaps_isEqualToTheTable() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    RandomCommands commands = new RandomCommands(random);
    apply(new LockCommand.Configure(new LockLimits(1_000, 1_000, 1_000, 1_000, 200)));
    for (int i = 0; i < STEPS; i++) {
      locks.advance(++office.index, locks.now() + random.nextInt(6));
      apply(commands.next());
      switch (random.nextInt(60)) {
        case 0, 1, 2, 3 -> mirror.round();
        case 4 -> {
          store.callsLeft = random.nextInt(3);
          mirror.round();
          store.callsLeft = -1;
        }
        case 5 -> store.lose();
        case 6 -> leadAgainAfterAnother();
        case 7 -> locks.restore(office.index, Snapshots.in(Snapshots.of(locks::snapshot)));
        default -> {}
      }
      if (random.nextInt(10) == 0) {
        mirror.round();
        assertThat(store.shown).as("step %d, seed %d", i, seed).isEqualTo(table());
      }
    }
  }

  private void leadAgainAfterAnother() {
    office.leads = false;
    mirror.round();
    store.takeOver(++office.term);
    office.term++;
    office.leads = true;
  }

  private void assertMirrored() {
    assertThat(store.shown).isEqualTo(table());
  }

  private Map<String, String> table() {
    Map<String, String> all = new TreeMap<>();
    locks
        .look(views -> views.resources("", "", Integer.MAX_VALUE))
        .resources()
        .forEach(view -> all.put(view.resource(), MirrorInMemory.text(view, locks.now())));
    return all;
  }

  private void takeMany() {
    for (int i = 0; i < MANY; i++) {
      take(name(i));
    }
  }

  private void releaseMany() {
    for (int i = 0; i < MANY; i++) {
      release(name(i));
    }
  }

  private static String name(int number) {
    return "many-%04d".formatted(number);
  }

  private void take(String name) {
    List<Want> wants = List.of(Want.exclusive(name));
    apply(new LockCommand.Acquire("", "lock on " + name, "h", wants, Terms.of(1_000, 0)));
  }

  private void release(String name) {
    apply(new LockCommand.Release("", "lock on " + name));
  }

  private void apply(LockCommand command) {
    locks.advance(++office.index, locks.now());
    locks.apply(office.index, LockCodec.encode(command));
  }
}
