package selaras.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The {@code chromium} on the PATH, without a window, which knows no host but this one. Every wait
 * has a bound. Belongs to one thread.
 */
public final class Browser implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Path PICTURES = Path.of("target", "console-it");

  private final ChromeDriverService service;
  private final ChromeDriver driver;

  public Browser() {
    service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(onPath("chromedriver").orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options());
    driver.manage().timeouts().pageLoadTimeout(BOUND).scriptTimeout(BOUND);
  }

  /** Skips the test where there is none. */
  public static void assumeInstalled() {
    assumeTrue(isInstalled(), "chromium or chromedriver is not on the PATH");
  }

  private static boolean isInstalled() {
    return onPath("chromium").isPresent() && onPath("chromedriver").isPresent();
  }

  private static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static ChromeOptions options() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(onPath("chromium").orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    return options;
  }

  public void open(String url) {
    driver.get(url);
  }

  /** A tab of its own; the name by which to go back to it. */
  public String openTab(String url) {
    driver.switchTo().newWindow(WindowType.TAB);
    open(url);
    return tab();
  }

  public String tab() {
    return driver.getWindowHandle();
  }

  public void toTab(String name) {
    driver.switchTo().window(name);
  }

  public void closeTab(String next) {
    driver.close();
    toTab(next);
  }

  /** As if the screen were so wide, by day or by night. */
  public void screen(int width, int height, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  public WebElement one(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  /** Whose text is what the page shows; waits until there is one that contains the words. */
  public WebElement await(String css, String words) {
    return Eventually.found(
        () -> "'" + words + "' in " + css + ", where there is " + texts(css),
        BOUND,
        () -> all(css).stream().filter(found -> found.getText().contains(words)).findFirst());
  }

  /** Waits until none that contains the words is shown. */
  public void awaitNo(String css, String words) {
    Eventually.holds(
        () -> "no '" + words + "' in " + css + ", where there is " + texts(css),
        BOUND,
        () -> all(css).stream().noneMatch(found -> found.getText().contains(words)));
  }

  public List<String> texts(String css) {
    return all(css).stream().map(WebElement::getText).toList();
  }

  /** What has the focus. */
  public WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /** The value of a JavaScript expression, or of its promise. */
  public Object value(String expression) {
    return driver.executeAsyncScript(
        "const done = arguments[0]; Promise.resolve("
            + expression
            + ").then(done, (failure) => done('' + failure));");
  }

  /** What the browser complained of since it was last asked, in all tabs, of what is there. */
  public List<String> complaints(String origin) {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> message.contains(origin))
        .toList();
  }

  /** Keeps a picture of the window as {@code target/console-it/<name>.png}, for those who look. */
  public void picture(String name) {
    try {
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      driver.quit();
    } finally {
      service.stop();
    }
  }
}
