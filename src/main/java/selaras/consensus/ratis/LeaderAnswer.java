package selaras.consensus.ratis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import selaras.cluster.Peer;
import selaras.consensus.MembershipOutcome;
import selaras.consensus.MembershipOutcome.Changed;
import selaras.consensus.MembershipOutcome.Refused;
import selaras.consensus.MembershipOutcome.Why;

/** What a leader says to a {@link MemberChange}, as a line of text between the nodes. */
sealed interface LeaderAnswer {
  /** It did not begin: something else has to end first. To be asked again. */
  record Busy(String with) implements LeaderAnswer {}

  /** It has begun. To be asked again. */
  record Begun() implements LeaderAnswer {}

  /** It is over. */
  record Ended(MembershipOutcome outcome) implements LeaderAnswer {
    static Ended refused(Why why, String detail) {
      return new Ended(new Refused(why, detail));
    }
  }

  default String text() {
    return switch (this) {
      case Busy busy -> "busy " + busy.with;
      case Begun begun -> "begun";
      case Ended ended -> text(ended.outcome);
    };
  }

  private static String text(MembershipOutcome outcome) {
    return switch (outcome) {
      case Refused refused -> "refused " + refused.why() + " " + refused.detail();
      case Changed changed ->
          "changed " + changed.members().stream().map(Peer::text).collect(Collectors.joining(","));
    };
  }

  static LeaderAnswer parse(String text) {
    String[] words = text.split(" ", 2);
    return switch (words[0]) {
      case "busy" -> new Busy(words[1]);
      case "begun" -> new Begun();
      case "refused" -> {
        String[] why = words[1].split(" ", 2);
        yield Ended.refused(Why.valueOf(why[0]), why[1]);
      }
      case "changed" -> new Ended(new Changed(peers(words[1])));
      default -> new Busy("a leader of an older release, which knows of no changes");
    };
  }

  private static List<Peer> peers(String text) {
    return Arrays.stream(text.split(",")).map(Peer::parse).toList();
  }
}
