package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Browser;
import selaras.testing.TestCluster;

/**
 * The console as an operator uses it: in a real browser, on the page of a node that does not lead.
 * Skipped without Chromium.
 */
final class ConsoleIT {
  private static final int WIDE = 1280;
  private static final int NARROW = 390;

  private static TestCluster cluster;
  private static Browser browser;

  private final Api api = cluster.api();
  private final int leader = cluster.leader();
  private final int here = TestCluster.othersThan(leader).get(0);

  @BeforeAll
  static void start() {
    Browser.assumeInstalled();
    cluster = TestCluster.shared();
    browser = new Browser();
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() {
    browser.screen(WIDE, 900, "light");
    browser.open(page(here) + "/");
    browser.await("#feed", "live");
    browser.complaints("");
  }

  private static String page(int node) {
    return origin(node) + "/console";
  }

  private static String origin(int node) {
    return "http://127.0.0.1:" + cluster.httpPort(node);
  }

  private void browserIsContent() {
    assertThat(browser.complaints(origin(here))).isEmpty();
  }

  private static String card(int node) {
    return "[data-key=node-" + node + "]";
  }

  @Test
  void nodes_areShownAsThisOneSeesThem() {
    for (int node : TestCluster.NODES) {
      browser.await(card(node) + " .state", "ready");
      String role = node == leader ? "leader" : "follower";
      browser.await(card(node) + " [data-fact=Role]", role);
      browser.await(card(node) + " [data-fact=Lag]", "entr");
    }
    browser.await("#summary", "node-" + leader + " leads in term");
    browser.await("#summary", "Redis answers");
    browser.await(".chart:first-child .legend", "answered");
    assertThat(browser.await(".chart .plot canvas", "").isDisplayed()).isTrue();
    browserIsContent();
  }

  @Test
  void forceRelease_confirmed_givesTheLockToWhoWaits() throws Exception {
    String name = fresh("file & <b>co</b>/1");
    String held = "{\"resource_id\":\"%s\",\"holder_id\":\"%s\",\"ttl_ms\":600000,\"wait_ms\":%d}";
    api.post(leader, "/lock", held.formatted(name, "keeper", 0)).ok();
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> api.post(here, "/lock", held.formatted(name, "next", 14_000)));
    browser.one("#prefix").sendKeys(name);
    String row = "[data-key='" + name + "'] ";
    browser.await(row + ".waiters", "next");
    browser.await(row + ".holders", "keeper");
    browser.await(row + ".left", "9");

    WebElement button = browser.await(row + "button", "Force release");
    button.click();
    browser.await("#confirm-title", name);
    assertThat(browser.focused().getText()).isEqualTo("Cancel");
    browser.focused().sendKeys(Keys.ESCAPE);
    assertThat(browser.focused()).as("back where it was").isEqualTo(button);
    assertThat(waiting).isNotDone();

    button.click();
    browser.await("#confirm-yes", "Force release").click();

    assertThat(waiting.get(10, TimeUnit.SECONDS).ok().string("holder_id")).isEqualTo("next");
    browser.await("#notices", name + " was taken from keeper");
    browser.await(row + ".holders", "next");
    assertThat(browser.focused()).as("the row is the same").isEqualTo(button);
    api.send("DELETE", here, "/lock/" + encoded(name), "application/json", "").ok();
    browser.await("#locks .empty", "No such lock");
    assertThat(browser.focused().getText()).as("the head of the section").startsWith("Locks");
    browserIsContent();
  }

  @Test
  void forceRelease_ofWhatADelayKeeps_endsTheDelay() throws Exception {
    String name = fresh("delayed");
    String held =
        "{\"resource_id\":\"%s\",\"holder_id\":\"%s\",\"ttl_ms\":%d,\"delay_ms\":60000%s}";
    api.post(leader, "/lock", held.formatted(name, "keeper", 100, "")).ok();
    browser.one("#prefix").sendKeys(name);
    String row = "[data-key='" + name + "'] ";
    browser.await(row + ".mode", "kept free for");
    browser.await(row + "button", "Force release").click();
    browser.await("#confirm-title", "Free " + name + " before its delay ends?");
    assertThat(api.get(here, "/lock/" + name).ok().number("delayed_for_ms")).isPositive();
    browser.await("#confirm-yes", "Force release").click();
    browser.await("#notices", name + " is free");
    browser.await("#locks .empty", "No such lock");
    api.post(here, "/lock", held.formatted(name, "next", 600_000, "")).ok();
    browser.await(row + ".holders", "next");
    api.send("DELETE", here, "/lock/" + name, "application/json", "").ok();
    browserIsContent();
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void deadLetters_peekedAndSentAgain() {
    String queue = fresh("a-queue");
    produce(queue, "{\"text\":\"<script>alert(1)</script>\"}");
    produce(queue, "\"second\"");
    String receipt = api.get(here, "/queue/consume/" + queue).ok().string("receipt");
    String reject = "{\"receipt\":\"" + receipt + "\",\"dead\":true}";
    api.post(here, "/queue/nack/" + queue, reject).ok();
    String row = "[data-key=" + queue + "] ";
    browser.await(row + ".dead", "1");
    browser.await(row + ".depth", "1");

    browser.await(row + "button", "Peek").click();
    browser.await("#messages pre", "\"second\"");
    browser.one("#messages-close").click();

    browser.await(row + "button", "Dead letters").click();
    browser.await("#messages pre", "<script>alert(1)</script>");
    browser.await("#messages-list", "rejected");
    browser.await("#messages-list button", "Redrive").click();
    browser.await("#confirm-yes", "Redrive").click();
    browser.await("#notices", "1 dead letter of " + queue + " sent again");
    browser.await("#messages .empty", "There is none");
    browser.one("#messages-close").click();
    browser.await(row + ".dead", "0");
    browser.await(row + ".depth", "2");

    browser.await(row + "button", "Purge").click();
    browser.await("#confirm-yes", "Purge").click();
    browser.await("#notices", "2 messages of " + queue + " removed");
    assertThat(api.get(leader, "/queue/stats/" + queue).ok().number("depth")).isZero();
    browserIsContent();
  }

  private void produce(String queue, String json) {
    api.post(here, "/queue/produce/" + queue, "{\"message\":" + json + "}").ok();
  }

  @Test
  void page_fits_inBothWidthsAndSchemes() {
    String name = lock(fresh("a-rather-long-name-of-a-resource-that-somebody-thought-of"));
    api.post(here, "/queue/produce/" + name, "{\"message\":1}").ok();
    browser.await("#locks th", name);
    browser.await("#queues th", name);
    for (int width : List.of(WIDE, NARROW)) {
      for (String scheme : List.of("light", "dark")) {
        browser.screen(width, 900, scheme);
        browser.picture(width + "-" + scheme);
        assertThat(browser.value("document.documentElement.scrollWidth <= innerWidth"))
            .as("%d %s", width, scheme)
            .isEqualTo(true);
      }
    }
    browserIsContent();
  }

  @Test
  void everyControl_hasANameAndIsReachedByTheKeyboard() {
    for (WebElement control : browser.all("button, a, input")) {
      if (control.isDisplayed()) {
        assertThat(control.getAccessibleName())
            .as(control.getDomProperty("outerHTML"))
            .isNotBlank();
      }
    }
    browser.focused().sendKeys(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
    browser.focused().sendKeys(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Pause");
    browser.focused().sendKeys(Keys.ENTER);
    browser.await("#feed", "paused");
    browser.focused().sendKeys(Keys.ENTER);
    browser.await("#feed", "live");
    assertThat(browser.one("table caption").getText()).isNotBlank();
    assertThat(browser.one(".plot").getAriaRole()).isIn("img", "image");
    assertThat(browser.one(".plot").getAccessibleName()).contains("last five minutes");
  }

  @Test
  void locks_pageByPage() {
    String prefix = fresh("many");
    for (int i = 10; i < 35; i++) {
      lock(prefix + i);
    }
    browser.one("#prefix").sendKeys(prefix);
    browser.await("#locks tbody tr:nth-child(20) th", prefix + "29");
    assertThat(browser.all("#locks tbody tr")).hasSize(20);
    browser.await("#locks .pager button", "Next").click();
    browser.await("#locks tbody tr:nth-child(5) th", prefix + "34");
    assertThat(browser.all("#locks tbody tr")).hasSize(5);
    browser.await("#locks .pager button", "Previous").click();
    browser.await("#locks tbody tr:nth-child(20) th", prefix + "29");
  }

  private String lock(String name) {
    api.post(here, "/lock", "{\"resource_id\":\"%s\",\"holder_id\":\"c\"}".formatted(name)).ok();
    return name;
  }

  @Test
  void rates_areWhatHappenedBetweenTwoSnapshots() {
    String rates = "import('./rates.js').then((rates) => rates.%s)";
    assertThat(browser.value(rates.formatted("quantile([1, 2, 4], [0, 10, 0, 0], 0.5)")))
        .isEqualTo(1.5);
    assertThat(browser.value(rates.formatted("quantile([1, 2, 4], [0, 0, 0, 3], 0.99)")))
        .isEqualTo(4L);
    assertThat(browser.value(rates.formatted("quantile([1], [0, 0], 0.5)"))).isNull();
    String snapshot =
        """
        {at_ms: %d, status: {uptime_ms: %d, commit_index: 5, cache: {hits: %d, misses: 0}},
         requests: {answered: %d, refused: 0, failed: 0, bounds_ms: [1], durations: [0, 0]},
         log: {commands: 0}}\
        """;
    String before = snapshot.formatted(1000, 100, 0, 10);
    String after = snapshot.formatted(3000, 2100, 4, 30);
    String sample = "between(" + before + "," + after + ")";
    assertThat(browser.value(rates.formatted(sample + ".calls"))).isEqualTo(10L);
    assertThat(browser.value(rates.formatted(sample + ".hitPercent"))).isEqualTo(100L);
    assertThat(browser.value(rates.formatted("between(" + after + "," + before + ")"))).isNull();
  }

  /** On a page of a survivor; one of the node killed says so, and where to go on. */
  @Test
  void leaderKilled_isSeenOnThePages() {
    String survivor = browser.tab();
    browser.await(card(leader) + " .state", "ready");
    String killed = browser.openTab(page(leader) + "/index.html");
    browser.await("#feed", "live");

    cluster.kill(leader);

    browser.toTab(survivor);
    browser.await(card(leader) + " .state", "no answer");
    browser.await(".node[data-role=leader] .state", "ready");
    browser.await("#journal", "node-" + leader + " does not answer");
    browser.awaitNo("#summary", "node-" + leader + " leads");
    browserIsContent();
    browser.toTab(killed);
    browser.await("#lost", "Go on at node-");
    browser.picture("lost");

    cluster.start(leader);

    browser.await("#feed", "live");
    browser.awaitNo("#lost", "not heard");
    browser.closeTab(survivor);
    browser.await("#journal", "node-" + leader + " is ready");
  }
}
