import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how soon a consumer who waits has a message: from the sending of the produce to the arrival
 * of the answer at the consumer, by one clock. Prints a line of milliseconds for each round.
 *
 * <p>{@code java BesideQueues.java SYSTEM ROUNDS URL_TO_PRODUCE URL_TO_CONSUME}
 */
final class BesideQueues {
  /** For the consumer's call to arrive and to find nothing. */
  private static final Duration SETTLE = Duration.ofMillis(50);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WARM_UP = 100;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String system;
  private final String producer;
  private final String consumer;

  private BesideQueues(String system, String producer, String consumer) {
    this.system = system;
    this.producer = producer;
    this.consumer = consumer;
  }

  public static void main(String[] args) throws Exception {
    BesideQueues run = new BesideQueues(args[0], args[2], args[3]);
    for (int round = -WARM_UP; round < Integer.parseInt(args[1]); round++) {
      double millis = run.round();
      if (round >= 0) {
        System.out.printf("%.3f%n", millis);
      }
    }
  }

  private double round() throws Exception {
    CompletableFuture<Long> arrived =
        http.sendAsync(waiting(), BodyHandlers.ofString())
            .thenApply(answer -> arrival(answer, System.nanoTime()));
    Thread.sleep(SETTLE);
    long sent = System.nanoTime();
    HttpResponse<String> produced = http.send(producing(), BodyHandlers.ofString());
    if (produced.statusCode() != 200) {
      throw new IllegalStateException(produced.body());
    }
    return (arrived.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) - sent) / 1e6;
  }

  private long arrival(HttpResponse<String> answer, long now) {
    if (answer.statusCode() != 200 || !answer.body().contains("hello")) {
      throw new IllegalStateException("no message: " + answer.body());
    }
    if (system.equals("elasticmq")) {
      delete(answer.body());
    }
    return now;
  }

  private HttpRequest waiting() {
    return switch (system) {
      case "selaras" -> get(consumer + "/queue/consume/wake?ack=auto&wait_ms=20000");
      case "elasticmq" -> sqs(consumer, "ReceiveMessage", "\"WaitTimeSeconds\":20");
      case "webdis" -> get(consumer + "/BRPOP/wake/20");
      default -> throw new IllegalArgumentException(system);
    };
  }

  private HttpRequest producing() {
    return switch (system) {
      case "selaras" ->
          post(producer + "/queue/produce/wake", "application/json", "{\"message\":\"hello\"}").build();
      case "elasticmq" -> sqs(producer, "SendMessage", "\"MessageBody\":\"hello\"");
      case "webdis" -> get(producer + "/LPUSH/wake/hello");
      default -> throw new IllegalArgumentException(system);
    };
  }

  /** The SQS protocol has no consume that removes at once. */
  private void delete(String received) {
    Matcher receipt = Pattern.compile("\"ReceiptHandle\":\"([^\"]+)\"").matcher(received);
    while (receipt.find()) {
      String members = "\"ReceiptHandle\":\"" + receipt.group(1) + "\"";
      http.sendAsync(sqs(consumer, "DeleteMessage", members), BodyHandlers.discarding());
    }
  }

  private static HttpRequest get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
  }

  private static HttpRequest.Builder post(String url, String type, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(PATIENCE)
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body));
  }

  private static HttpRequest sqs(String url, String action, String members) {
    String body = "{\"QueueUrl\":\"http://localhost/000000000000/wake\"," + members + "}";
    return post(url + "/", "application/x-amz-json-1.0", body)
        .header("X-Amz-Target", "AmazonSQS." + action)
        .build();
  }
}
