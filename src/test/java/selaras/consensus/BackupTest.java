package selaras.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BackupTest {
  private final byte[] file = new Backup(3, 1_234, new byte[] {1, 2, 3, '\n', 5}).bytes();

  @Test
  void of_aWholeFile_isWhatWasWritten() {
    Backup read = Backup.of(file);

    assertThat(read.term()).isEqualTo(3);
    assertThat(read.index()).isEqualTo(1_234);
    assertThat(read.snapshot()).containsExactly(1, 2, 3, '\n', 5);
  }

  @Test
  void bytes_beginWithALineForTools() {
    assertThat(new String(file, StandardCharsets.US_ASCII))
        .startsWith("selaras-backup 1 term=3 index=1234 bytes=5 sha256=");
  }

  @Test
  void of_everyPartOfAFile_isRefused() {
    for (int length = 0; length < file.length; length++) {
      byte[] part = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> Backup.of(part))
          .as("%d bytes", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void of_aFileWithAnyByteChanged_isRefused() {
    for (int i = 0; i < file.length; i++) {
      byte[] changed = file.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> Backup.of(changed))
          .as("byte %d", i)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void of_whatIsNoneOrOfANewerRelease_saysSo() {
    assertRefused("hello\n".getBytes(StandardCharsets.US_ASCII), "not a backup");
    assertRefused(Arrays.copyOf(file, file.length - 2), "not whole: 3 bytes of the 5");
    assertRefused(Arrays.copyOf(file, file.length + 1), "not whole: 6 bytes of the 5");
    byte[] newer = file.clone();
    newer["selaras-backup ".length()] = '2';
    assertRefused(newer, "a backup of format 2");
    byte[] damaged = file.clone();
    damaged[file.length - 1]++;
    assertRefused(damaged, "damaged");
  }

  private static void assertRefused(byte[] file, String why) {
    assertThatThrownBy(() -> Backup.of(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
