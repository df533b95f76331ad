package selaras.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import selaras.limits.Bound;

/**
 * Who is served.
 *
 * @param mode what a caller has to prove
 * @param openToOthers whether the open mode serves callers on other machines
 * @param openHosts names under which the open mode may be called, besides localhost
 * @param tokenFile of {@link TokenFile}
 * @param tokens more lines of {@link StaticTokens}
 * @param reload between two looks at the file
 * @param remembered tokens at most of which a node remembers what they prove
 * @param rememberFor for how long
 * @param rate how often one may call
 */
public record AccessSettings(
    Mode mode,
    boolean openToOthers,
    Set<String> openHosts,
    Optional<Path> tokenFile,
    List<String> tokens,
    Duration reload,
    int remembered,
    Duration rememberFor,
    RateSettings rate) {

  /** What a caller has to prove. */
  public enum Mode {
    /** Nothing. */
    OPEN,
    /** Its name, by a token that somebody made. */
    TOKEN,
    /** The same, or by a token that an issuer signs (MicroProfile JWT). */
    JWT;

    /** As the key says it. */
    public static Mode of(String word) {
      return switch (word) {
        case "open" -> OPEN;
        case "token" -> TOKEN;
        case "jwt" -> JWT;
        default ->
            throw new IllegalArgumentException("security.mode must be open, token or jwt: " + word);
      };
    }
  }

  public AccessSettings {
    openHosts =
        openHosts.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    tokens = List.copyOf(tokens);
    if (mode == Mode.TOKEN && tokenFile.isEmpty() && tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "security.mode=token needs security.tokens.file or security.tokens");
    }
    Bound.atLeast("security.remember.max", 1, remembered);
    Bound.atLeast("security.remember.max_age_ms", 0, rememberFor);
    Bound.atLeast("security.tokens.reload_ms", 1, reload);
  }

  public boolean isOpen() {
    return mode == Mode.OPEN;
  }
}
