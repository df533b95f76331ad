package selaras.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.PlainJWT;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import selaras.access.Owner;
import selaras.access.Role;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Browser;
import selaras.testing.Certificate;
import selaras.testing.Eventually;
import selaras.testing.Http2Greeting;
import selaras.testing.Issuer;
import selaras.testing.OwnNode;
import selaras.testing.SpanReceiver;

/**
 * Attempts to get in at a node that asks for tokens, static and signed ones, and whose Raft port
 * asks for certificates; and at what is another's, by those who are in.
 */
final class AccessIT {
  /** By name, as in {@link #TOKENS}. */
  private static final String SECRET = "s3cret-of-";

  /** The digests are those of {@code s3cret-of-<name>}. */
  private static final String TOKENS =
      Stream.of("ann reader", "alice client", "bob client", "hasty reader", "olga operator")
          .map(line -> line + " " + sha256(SECRET + line.split(" ")[0]))
          .reduce((one, other) -> one + "," + other)
          .orElseThrow();

  @TempDir private static Path directory;
  private static Issuer issuer;
  private static Certificate certificate;
  private static SpanReceiver spans;
  private static OwnNode node;

  private final String id = UUID.randomUUID().toString();
  private final Api nobody = node.api();
  private final Api ann = as("ann");
  private final Api alice = as("alice");
  private final Api bob = as("bob");
  private final Api olga = as("olga");

  @BeforeAll
  static void start() {
    issuer = new Issuer();
    certificate = Certificate.in(directory);
    Map<String, String> settings = new HashMap<>();
    settings.put("security.mode", "jwt");
    settings.put("security.tokens", TOKENS);
    settings.put("mp.jwt.verify.issuer", Issuer.NAME);
    settings.put("mp.jwt.verify.publickey.location", issuer.keys());
    settings.put("security.rate.per_second", "20");
    settings.put("security.rate.burst", "300");
    settings.put("raft.tls.key", certificate.key().toString());
    settings.put("raft.tls.certificate", certificate.pem().toString());
    settings.put("raft.tls.authority", certificate.pem().toString());
    spans = new SpanReceiver();
    settings.putAll(spans.settings());
    node = new OwnNode(settings);
  }

  @AfterAll
  static void stop() {
    node.close();
    spans.close();
    issuer.close();
  }

  private static Api as(String name) {
    return node.api().as(SECRET + name);
  }

  private static String sha256(String text) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The node is the one of the tests that traces; what is asked for is in the span. */
  @Test
  void call_whereTracingIsOn_isSentAsASpan() {
    ann.get(1, "/cache/" + id);
    Eventually.holds(
        "the span came", Duration.ofSeconds(20), () -> spans.has("GET /cache/") && spans.has(id));
  }

  @Test
  void anyOperation_withoutAGoodToken_isRefused() {
    Api wrong = node.api().as("wrong");
    for (Operation operation : operations().keySet()) {
      String challenge = call(nobody, operation, 401).header("WWW-Authenticate");
      assertThat(challenge).as(operation.toString()).isEqualTo("Bearer realm=\"selaras\"");
      challenge = call(wrong, operation, 401).header("WWW-Authenticate");
      assertThat(challenge).as(operation.toString()).contains("invalid_token");
    }
    for (String path : List.of("/metrics", "/metrics?scope=base", "/", "/none", "/docs/%2e%2e/")) {
      assertThat(nobody.get(1, path).status()).as(path).isIn(400, 401);
    }
  }

  @Test
  void anyOperation_byALesserRole_isRefused() {
    Api guest = node.api().as(issuer.token("gus", "guests"));
    operations()
        .forEach(
            (operation, needed) -> {
              call(guest, operation, 403);
              if (needed != Role.READER) {
                assertThat(call(ann, operation, 403).header("WWW-Authenticate"))
                    .contains("insufficient_scope");
              }
              if (needed == Role.OPERATOR) {
                call(alice, operation, 403);
              }
            });
    guest.get(1, "/metrics").problem(403);
  }

  /** The token is kept for the tab alone; what it does not allow is said, and whose locks are. */
  @Test
  void console_asksForATokenOnce_andSaysWhichRoleIsMissing() {
    Browser.assumeInstalled();
    String wanted = "{\"resource_id\":\"" + id + "\",\"holder_id\":\"a\",\"ttl_ms\":600000}";
    alice.post(1, "/lock", wanted).ok();
    String page = "http://127.0.0.1:" + node.httpPort() + "/console/";
    try (Browser browser = new Browser()) {
      browser.open(page);
      browser.await("#token-title", "asks for a token");
      browser.focused().sendKeys(SECRET + "wrong", Keys.ENTER);
      browser.await("#token-title", "asks for a token");
      browser.focused().sendKeys(SECRET + "ann", Keys.ENTER);
      browser.awaitNo("#token-title", "token");
      browser.await("#feed", "live");
      browser.awaitNo("#locks .trouble", "token");
      assertThat(browser.value("localStorage.length")).isEqualTo(0L);

      browser.open(page);
      browser.await("#feed", "live");
      assertThat(browser.one("#token-title").isDisplayed()).isFalse();
      browser.one("#prefix").sendKeys(id);
      CompletableFuture.supplyAsync(
          () -> bob.post(1, "/lock", wanted.replace("}", ",\"wait_ms\":14000}")));
      browser.await("[data-key='" + id + "'] .holders", "a (alice) #");
      browser.await("[data-key='" + id + "'] .waiters", "1. a (bob), exclusive");
      browser.await("[data-key='" + id + "'] button", "Force release").click();
      browser.await("#confirm-yes", "Force release").click();
      browser.await("#notices", "failed: not allowed: the role operator is missing");
    }
    assertThat(ann.get(1, "/lock/" + id).ok().text()).contains("\"holder_id\":\"a\"");
  }

  @Test
  void eachRole_doesWhatItMay() {
    ann.get(1, "/status").ok();
    ann.get(1, "/locks").ok();
    assertThat(ann.get(1, "/metrics").ok().text()).contains("selaras_access_refused_total");
    String queue = "/queue/" + id;
    assertThat(olga.send("PUT", 1, queue, "application/json", "{}").status()).isEqualTo(201);
    alice.post(1, "/queue/produce/" + id, "{\"message\":1}").ok();
    ann.get(1, "/queue/peek/" + id).ok();
    olga.send("DELETE", 1, queue, "application/json", "").ok();
  }

  /** A reader that could show a token would have the writers' own ones refused. */
  @Test
  void readWithAFence_isNotForReaders_andLeavesTheTokensOfOthersGood() {
    String put =
        "{\"key\":\"%s\",\"value\":1,\"fence\":{\"resource_id\":\"%s\",\"fencing_token\":1}}";
    alice.post(1, "/cache", put.formatted(id, id)).ok();
    ann.get(1, "/cache/" + id).ok();
    for (String resource : List.of("?fence.resource_id=" + id, "?fence%2Eresource_id=" + id)) {
      String fenced = resource + "&fence.fencing_token=" + Long.MAX_VALUE;
      Answer refused = ann.get(1, "/cache/" + id + fenced);
      assertThat(refused.problem(403).string("role")).isEqualTo("client");
      assertThat(refused.header("WWW-Authenticate")).contains("insufficient_scope");
    }
    alice.post(1, "/cache", put.formatted(id, id)).ok();
    alice.get(1, "/cache/" + id + "?fence.resource_id=" + id + "&fence.fencing_token=2").ok();
    alice.post(1, "/cache", put.formatted(id, id)).problem(409);
  }

  @Test
  void probesAndPages_areForAnybody_withThePolicyOfPages() {
    for (String path : List.of("/health", "/health/live", "/health/ready", "/openapi")) {
      nobody.get(1, path).ok();
    }
    Answer page = nobody.get(1, "/docs/index.html").ok();
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    Answer answer = alice.get(1, "/cache/stats").ok();
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void lockOfAnother_cannotBeRenewedGivenBackOrHad() {
    Answer granted = alice.post(1, "/lock", lock("")).ok();
    String lockId = granted.string("lock_id");
    notYours(bob.post(1, "/lock/renew", "{\"lock_id\":\"" + lockId + "\"}"));
    notYours(bob.post(1, "/unlock", "{\"lock_id\":\"" + lockId + "\"}"));
    String made = new Owner("bob").mark(lockId.substring(0, 32));
    assertThat(made).hasSameSizeAs(lockId);
    bob.post(1, "/unlock", "{\"lock_id\":\"" + made + "\"}").problem(409);
    // under the same name of a holder, too
    bob.post(1, "/unlock", lock("")).problem(409);
    Answer refused = bob.post(1, "/lock", lock("")).problem(409);
    assertThat(refused.text()).contains("\"holder_id\":\"client1\",\"principal\":\"alice\"");
    assertThat(ann.get(1, "/lock/" + id).ok().text())
        .contains("\"holder_id\":\"client1\",\"principal\":\"alice\"")
        .doesNotContain(lockId);
    assertThat(alice.post(1, "/lock", lock("")).ok().string("lock_id")).isEqualTo(lockId);
    alice.post(1, "/lock/renew", "{\"lock_id\":\"" + lockId + "\"}").ok();
    alice.post(1, "/unlock", lock("")).ok();
  }

  @Test
  void operator_mayForce() {
    String lockId = alice.post(1, "/lock", lock("")).ok().string("lock_id");
    olga.post(1, "/lock/renew", "{\"lock_id\":\"" + lockId + "\"}").ok();
    Answer forced = olga.send("DELETE", 1, "/lock/" + id, "text/plain", "").ok();
    assertThat(forced.text()).contains("\"principal\":\"alice\"");
  }

  @Test
  void sessionOfAnother_cannotBeUsedShownOrEnded() {
    String session =
        alice.post(1, "/session", "{\"holder_id\":\"client1\"}").ok().string("session_id");
    notYours(bob.post(1, "/session/" + session + "/heartbeat", "{}"));
    notYours(bob.get(1, "/session/" + session));
    notYours(bob.send("DELETE", 1, "/session/" + session, "text/plain", ""));
    String with = ",\"session_id\":\"" + session + "\"";
    notYours(bob.post(1, "/lock", lock(with)));
    notYours(bob.post(1, "/lock", lock(with).replace("\"holder_id\":\"client1\",", "")));
    alice.post(1, "/lock", lock(with)).ok();
    alice.post(1, "/session/" + session + "/heartbeat", "{}").ok();
    assertThat(alice.get(1, "/session/" + session).ok().string("principal")).isEqualTo("alice");
    alice.send("DELETE", 1, "/session/" + session, "text/plain", "").ok();
  }

  @Test
  void receiptOfAnother_settlesNothing() {
    alice.post(1, "/queue/produce/" + id, "{\"messages\":[{\"message\":1},{\"message\":2}]}").ok();
    String mine = alice.get(1, "/queue/consume/" + id).ok().string("receipt");
    String his = bob.get(1, "/queue/consume/" + id + "?wait_ms=100").ok().string("receipt");
    String receipt = "{\"receipt\":\"" + mine + "\"}";
    notYours(bob.post(1, "/queue/ack/" + id, receipt));
    notYours(bob.post(1, "/queue/nack/" + id, receipt));
    notYours(bob.post(1, "/queue/extend/" + id, receipt));
    String both = "{\"receipts\":[\"" + his + "\",\"" + mine + "\"]}";
    assertThat(notYours(bob.post(1, "/queue/ack/" + id, both)).string("member"))
        .isEqualTo("receipts[1]");
    int random = mine.lastIndexOf('.') + 1;
    String made =
        mine.substring(0, random) + new Owner("bob").mark(mine.substring(random, random + 16));
    bob.post(1, "/queue/ack/" + id, "{\"receipt\":\"" + made + "\"}").problem(409);
    alice.post(1, "/queue/extend/" + id, receipt).ok();
    alice.post(1, "/queue/ack/" + id, receipt).ok();
    bob.post(1, "/queue/ack/" + id, "{\"receipt\":\"" + his + "\"}").ok();
  }

  @Test
  void requestIdOfAnother_isAnotherRequest() {
    alice.post(1, "/queue/produce/" + id, "{\"messages\":[{\"message\":1},{\"message\":2}]}").ok();
    String consume = "/queue/consume/" + id + "?request_id=r-1";
    String first = alice.get(1, consume).ok().string("message_id");
    assertThat(alice.get(1, consume).ok().string("message_id")).isEqualTo(first);
    assertThat(bob.get(1, consume).ok().string("message_id")).isNotEqualTo(first);
    String request = ",\"request_id\":\"r-" + id + "\"";
    String lockId = alice.post(1, "/lock", lock(request)).ok().string("lock_id");
    bob.post(1, "/lock", lock(request)).problem(409);
    assertThat(alice.post(1, "/lock", lock(request)).ok().string("lock_id")).isEqualTo(lockId);
    String put = "{\"key\":\"" + id + "\",\"value\":%d,\"request_id\":\"r-1\"}";
    assertThat(alice.post(1, "/cache", put.formatted(1)).ok().number("version")).isEqualTo(1);
    assertThat(bob.post(1, "/cache", put.formatted(2)).ok().number("version")).isEqualTo(2);
  }

  @Test
  void signedToken_letsIn_andAForgedOneDoesNot() {
    node.api().as(issuer.token("joe", "client")).post(1, "/lock", lock("")).ok();
    try (Issuer stranger = new Issuer()) {
      forged(stranger.token("joe", "operator"));
    }
    forged(new PlainJWT(Issuer.claims("joe", "operator").build()).serialize());
    Date past = Date.from(Instant.now().minusSeconds(60));
    forged(issuer.sign(Issuer.claims("joe", "operator").expirationTime(past).build()));
    forged(issuer.sign(Issuer.claims("joe", "operator").issuer("https://else").build()));
  }

  private static void forged(String token) {
    assertThat(node.api().as(token).get(1, "/locks").problem(401).header("WWW-Authenticate"))
        .contains("invalid_token");
  }

  @Test
  void callerInHaste_waits_andOthersDoNot() {
    Api hasty = as("hasty");
    Answer last = hasty.get(1, "/cache/stats");
    for (int i = 0; i < 5_000 && last.status() == 200; i++) {
      last = hasty.get(1, "/cache/stats");
    }
    assertThat(last.problem(429).retryAfter()).hasValue("1");
    olga.get(1, "/cache/stats").ok();
    hasty.get(1, "/health").ok();
  }

  /** From an address that only Linux has without being told. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void guesses_areHeldUpByAddress_andAGoodTokenFromThereIsNot() {
    Api there = node.api().from("127.0.0.2");
    Api guesser = there.as("wrong");
    Answer last = guesser.get(1, "/cache/stats");
    for (int i = 0; i < 5_000 && last.status() == 401; i++) {
      last = guesser.get(1, "/cache/stats");
    }
    assertThat(last.problem(429).retryAfter()).hasValue("1");
    there.as(SECRET + "alice").get(1, "/cache/stats").ok();
    there.as(issuer.token("joe", "reader")).get(1, "/cache/stats").ok();
    there.get(1, "/console/index.html").ok();
    node.api().as("wrong").get(1, "/cache/stats").problem(401);
  }

  @Test
  void largeBody_ofAnyVerb_isNotTaken() {
    String large = "{\"x\":\"" + "x".repeat(2_000_000) + "\"}";
    olga.send("PUT", 1, "/queue/" + id, "application/json", large).problem(413);
    olga.send("DELETE", 1, "/lock/" + id, "application/json", large).problem(413);
    alice.post(1, "/session/none/heartbeat", large).problem(413);
  }

  @Test
  void raftPort_withoutACertificate_doesNotAnswer() throws Exception {
    int port = node.raftPort();
    assertThat(Http2Greeting.overTls(port, certificate, Optional.of(certificate))).isTrue();
    assertThat(Http2Greeting.overTls(port, certificate, Optional.empty())).isFalse();
    assertThat(Http2Greeting.inTheClear(port)).isFalse();
  }

  @Test
  void secrets_areNowhereToBeRead() {
    String signed = issuer.token("joe", "reader");
    Api joe = node.api().as(signed);
    for (String shown :
        List.of(joe.get(1, "/status").text(), joe.get(1, "/metrics").text(), node.log())) {
      assertThat(shown).doesNotContain(SECRET, signed, sha256(SECRET + "olga"));
    }
    assertThat(node.log()).doesNotContain("security.mode=open");
  }

  /** What there is, by the role that it needs. */
  private static Map<Operation, Role> operations() {
    Map<Operation, Role> all = new HashMap<>();
    ResourceMethods.all()
        .forEach(
            method ->
                all.put(
                    Operation.of(method).orElseThrow(), method.getAnnotation(Needs.class).value()));
    return all;
  }

  private static Answer call(Api api, Operation operation, int expected) {
    String path = operation.path().replaceAll("\\{token}", "1").replaceAll("\\{\\w+}", "x");
    Answer answer = api.send(operation.method(), 1, path, "application/json", "{}");
    assertThat(answer.status()).as(operation.toString()).isEqualTo(expected);
    return answer;
  }

  private static Answer notYours(Answer answer) {
    assertThat(answer.problem(403).string("title")).isEqualTo("not yours");
    return answer;
  }

  private String lock(String more) {
    return "{\"resource_id\":\"" + id + "\",\"holder_id\":\"client1\"" + more + "}";
  }
}
