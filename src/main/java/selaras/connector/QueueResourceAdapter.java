package selaras.connector;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.Serializable;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;

/**
 * Where the container meets the adapter: one {@link QueueConsumer} for each message-driven bean,
 * all of them with one HTTP client. Safe for use by many threads.
 */
@Connector(
    displayName = "Selaras queue",
    eisType = "Selaras",
    transactionSupport = TransactionSupportLevel.NoTransaction)
public final class QueueResourceAdapter implements ResourceAdapter, Serializable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private static final String LOCAL =
      "http://127.0.0.1:8001,http://127.0.0.1:8002,http://127.0.0.1:8003";

  @ConfigProperty(
      defaultValue = LOCAL,
      description = "Where the HTTP API is, for beans that do not say it")
  private String nodes = LOCAL;

  @ConfigProperty(description = "Shown to nodes that ask for one", confidential = true)
  private String token;

  private transient BootstrapContext context;
  private transient HttpClient http;
  private transient Map<MessageEndpointFactory, QueueConsumer> consumers;

  public String getNodes() {
    return nodes;
  }

  public void setNodes(String value) {
    nodes = value;
  }

  public String getToken() {
    return token;
  }

  public void setToken(String value) {
    token = value;
  }

  @Override
  public void start(BootstrapContext bootstrap) {
    context = bootstrap;
    consumers = new ConcurrentHashMap<>();
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  /** Begins to consume. Validates the specification itself, which some containers leave out. */
  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
      throws ResourceException {
    QueueActivationSpec properties = (QueueActivationSpec) spec;
    ActivationSettings settings = ActivationSettings.of(properties);
    RemoteQueue queue =
        new HttpQueue(new Nodes(http, settings, properties.tokenOrDefault()), settings);
    QueueConsumer consumer = new QueueConsumer(context, factory, queue, settings, System::nanoTime);
    consumers.put(factory, consumer);
    try {
      consumer.start();
    } catch (ResourceException | RuntimeException e) {
      // the container deactivates nothing that was not activated
      endpointDeactivation(factory, spec);
      throw e;
    }
  }

  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
    QueueConsumer consumer = consumers.remove(factory);
    if (consumer != null) {
      consumer.stop();
    }
  }

  @Override
  public void stop() {
    consumers.values().forEach(QueueConsumer::stop);
    consumers.clear();
    http.shutdownNow();
  }

  /** None: what was not acknowledged comes again, so that nothing is left to recover. */
  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QueueResourceAdapter that
        && Objects.equals(nodes, that.nodes)
        && Objects.equals(token, that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(nodes);
  }
}
