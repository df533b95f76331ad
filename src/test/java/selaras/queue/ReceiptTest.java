package selaras.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
  @Test
  void parse_ownText_sameReceipt() {
    Receipt receipt = new Receipt(new MessageId(7, "1234567890123", "00ff"), 3, "c0ffee");

    assertThat(Receipt.parse(receipt.toString())).contains(receipt);
    assertThat(receipt.messageId().partition()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0-1-aa",
        "0-1-aa.1",
        "0-1-aa.1.",
        "0-1-aa.-1.bb",
        "0-1-aa.9999999999.bb",
        "99999-1-aa.1.bb",
        "0-1-aa.1.bb\n",
        "0-1-aa.1.b*",
        "0-1-AA.1.bb"
      })
  void parse_anyOtherText_empty(String text) {
    assertThat(Receipt.parse(text)).isEmpty();
  }
}
