package selaras.history;

import jakarta.json.JsonObject;
import selaras.testing.Answer;

/** Reads an answer of the API; one that does not fit the call is an error. */
final class Replies {
  private Replies() {}

  static Reply of(Call call, Answer answer) {
    return switch (call) {
      case Call.Acquire acquire -> acquired(answer);
      case Call.Renew renew -> done(answer, new Reply.Renewed());
      case Call.Release release -> done(answer, new Reply.Released());
      case Call.Check check -> checked(answer.ok(), check.token());
      case Call.Read read -> read(answer);
      case Call.Write write -> new Reply.Written(answer.ok().number("version"));
    };
  }

  private static Reply read(Answer answer) {
    return answer.status() == 404
        ? new Reply.Value(0, 0)
        : new Reply.Value(answer.ok().number("version"), answer.number("value"));
  }

  private static Reply acquired(Answer answer) {
    return answer.status() == 200
        ? new Reply.Granted(answer.number("fencing_token"))
        : refused(answer, "locked by another holder", new Reply.Refused());
  }

  private static Reply done(Answer answer, Reply done) {
    return answer.status() == 200 ? done : refused(answer, "not held", new Reply.NotHeld());
  }

  private static Reply refused(Answer answer, String title, Reply reply) {
    if (!answer.problem(409).string("title").equals(title)) {
      throw new AssertionError("not an answer to this call: " + answer.text());
    }
    return reply;
  }

  private static Reply checked(Answer answer, long token) {
    boolean current =
        answer.json().containsKey("current") ? answer.flag("current") : isShown(answer, token);
    return current ? new Reply.Current() : new Reply.NotCurrent();
  }

  private static boolean isShown(Answer answer, long token) {
    return answer.json().getJsonArray("holders").getValuesAs(JsonObject.class).stream()
        .anyMatch(holder -> holder.getJsonNumber("fencing_token").longValueExact() == token);
  }
}
