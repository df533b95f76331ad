package selaras.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import selaras.access.Tokens.Proof;

final class TokensTest {
  /** printf %s secret | sha256sum. */
  private static final String SECRET =
      "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

  /** printf %s other | sha256sum. */
  private static final String OTHER =
      "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa";

  private final AtomicLong clock = new AtomicLong();

  @Test
  void find_token_byItsDigest() {
    var tokens =
        new StaticTokens("here", List.of("# mine", "", "  alice  client\t" + SECRET.toUpperCase()));
    assertThat(tokens.find("secret")).hasValue(proof("alice", Role.CLIENT, Long.MAX_VALUE));
    assertThat(tokens.find(SECRET)).isEmpty();
    assertThat(tokens.find("")).isEmpty();
    assertThat(new StaticTokens("here", List.of("#")).isEmpty()).isTrue();
  }

  @Test
  void new_wrongLine_isNamedAndNotTold() {
    for (String line :
        List.of("alice client secret", "alice root " + SECRET, "alice " + SECRET, SECRET)) {
      assertThatThrownBy(() -> new StaticTokens("here", List.of("#", line)))
          .hasMessageContaining("here, line 2")
          .hasMessageNotContaining("secret")
          .hasMessageNotContaining(SECRET);
    }
    List<String> twice = List.of("alice client " + SECRET, "bob operator " + SECRET);
    assertThatThrownBy(() -> new StaticTokens("here", twice)).hasMessageContaining("line 2");
  }

  @Test
  void file_thatChanges_isReadAgain_unlessItIsWrong(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tokens");
    write(file, "alice client " + SECRET, 1);
    var tokens = new TokenFile(file, Duration.ofNanos(10), clock::get);
    write(file, "bob reader " + OTHER, 2);
    assertThat(tokens.find("other")).isEmpty();
    clock.addAndGet(10);
    assertThat(tokens.find("other")).hasValue(proof("bob", Role.READER, Long.MAX_VALUE));
    assertThat(tokens.find("secret")).isEmpty();
    write(file, "nonsense", 3);
    clock.addAndGet(10);
    assertThat(tokens.find("other")).isPresent();
    Files.delete(file);
    clock.addAndGet(10);
    assertThat(tokens.find("other")).isPresent();
    assertThatThrownBy(() -> new TokenFile(file, Duration.ofNanos(10), clock::get))
        .hasMessageContaining("security.tokens.file");
  }

  private static void write(Path file, String line, long second) throws IOException {
    Files.writeString(file, line + "\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000));
  }

  @Test
  void remembered_untilTheTokenEnds_orTheTimeIsOver() {
    AtomicInteger asked = new AtomicInteger();
    Tokens source =
        token -> {
          asked.incrementAndGet();
          return token.startsWith("good")
              ? Optional.of(proof("alice", Role.CLIENT, token.equals("good") ? 30 : 1_000))
              : Optional.empty();
        };
    var tokens = new RememberedTokens(source, 2, Duration.ofMillis(100), clock::get);
    check(tokens, asked, "good", 0, 1);
    check(tokens, asked, "good", 29, 1);
    check(tokens, asked, "good", 30, 2);
    check(tokens, asked, "good2", 30, 3);
    check(tokens, asked, "good2", 129, 3);
    check(tokens, asked, "good2", 130, 4);
    // a third one has all forgotten
    check(tokens, asked, "good3", 130, 5);
    check(tokens, asked, "good2", 130, 6);
    assertThat(tokens.find("bad")).isEmpty();
    assertThat(tokens.find("goo")).isEmpty();
    assertThat(asked).hasValue(8);
  }

  private void check(Tokens tokens, AtomicInteger asked, String token, long at, int times) {
    clock.set(at);
    assertThat(tokens.find(token).map(Proof::caller)).hasValue(new Caller("alice", Role.CLIENT));
    assertThat(asked).as(token + " at " + at).hasValue(times);
  }

  private static Proof proof(String name, Role role, long until) {
    return new Proof(new Caller(name, role), until);
  }
}
