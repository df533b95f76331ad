package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import selaras.access.AccessSettings;
import selaras.access.AccessSettings.Mode;
import selaras.access.EitherTokens;
import selaras.access.RememberedTokens;
import selaras.access.StaticTokens;
import selaras.access.TokenFile;
import selaras.access.Tokens;
import selaras.access.jwt.JwtTokens;

/** Makes what knows the tokens of the callers. */
@ApplicationScoped
public class AccessParts {
  /** In the open mode none, and nobody asks. */
  @Produces
  @Singleton
  Tokens tokens(AccessSettings access, Settings settings) {
    List<Tokens> kinds = new ArrayList<>();
    if (access.mode() != Mode.OPEN) {
      access
          .tokenFile()
          .ifPresent(file -> kinds.add(new TokenFile(file, access.reload(), System::nanoTime)));
      kinds.add(new StaticTokens("security.tokens", access.tokens()));
    }
    if (access.mode() == Mode.JWT) {
      kinds.add(new JwtTokens(settings.jwt()));
    }
    return new RememberedTokens(
        new EitherTokens(kinds),
        access.remembered(),
        access.rememberFor(),
        System::currentTimeMillis);
  }
}
