package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import selaras.acceptance.QueueBooks.Got;
import selaras.acceptance.QueueBooks.Lost;
import selaras.acceptance.QueueBooks.Settled;
import selaras.acceptance.QueueBooks.Stored;

/** The books notice what must not be. Two messages of a key; a lease of 100. */
class QueueBooksTest {
  private final QueueBooks books = new QueueBooks(100);

  /** The nth message, delivered and settled from {@code at} on. */
  private void life(int n, int delivery, long at) {
    books.got.add(new Got("id-" + n, "k", n, delivery, at, at + 1));
    books.settled.add(new Settled("id-" + n, delivery, true, at + 2, at + 3));
  }

  private void stored(int... numbers) {
    for (int n : numbers) {
      books.stored.add(new Stored("k", n, "id-" + n));
    }
  }

  private void wrong(String what) {
    assertThatThrownBy(books::check).isInstanceOf(AssertionError.class).hasMessageContaining(what);
  }

  @Test
  void check_eachOnceInOrder_fine() {
    stored(0, 1);
    life(0, 1, 0);
    life(1, 1, 10);
    books.check();
  }

  @Test
  void check_leaseOverOrAnswerLost_fine() {
    stored(0, 1);
    books.got.add(new Got("id-0", "k", 0, 1, 0, 1));
    life(0, 2, 200);
    life(1, 2, 300);
    books.lost.add(new Lost(1));
    books.check();
  }

  @Test
  void check_neverDelivered_noticed() {
    stored(0, 1);
    life(0, 1, 0);
    wrong("never arrived");
  }

  @Test
  void check_storedUnderTwoIds_noticed() {
    stored(0);
    life(0, 1, 0);
    books.got.add(new Got("id-other", "k", 0, 1, 10, 11));
    wrong("stored twice");
  }

  @Test
  void check_againWithinTheLease_noticed() {
    stored(0);
    books.got.add(new Got("id-0", "k", 0, 1, 0, 1));
    life(0, 2, 50);
    wrong("lease not over");
  }

  @Test
  void check_deliveryNobodyGotAndNobodyLost_noticed() {
    stored(0);
    life(0, 2, 200);
    wrong("answer that was lost");
  }

  @Test
  void check_twoDeliveriesNobodyGotAndOneAnswerLost_noticed() {
    stored(0, 1);
    life(0, 2, 200);
    life(1, 2, 300);
    books.lost.add(new Lost(1));
    wrong("answer that was lost");
  }

  @Test
  void check_secondWhileFirstIsOut_noticed() {
    stored(0, 1);
    life(0, 1, 10);
    life(1, 1, 5);
    wrong("overtook");
  }

  @Test
  void check_settledByTheReceiptBefore_noticed() {
    stored(0);
    life(0, 1, 0);
    books.got.add(new Got("id-0", "k", 0, 2, 200, 201));
    wrong("stale receipt");
  }
}
