package selaras.connector;

import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import java.util.Optional;

/**
 * The activation properties of a message-driven bean. All are text, so that {@link #validate} can
 * say which one is wrong and how. Not thread-safe; the container sets the properties, then hands it
 * over.
 */
@Activation(messageListeners = QueueListener.class)
public final class QueueActivationSpec implements ActivationSpec, Serializable {
  private transient ResourceAdapter resourceAdapter;
  private String queue;
  private String nodes;
  private String token;
  private String maxConcurrency = "10";
  private String visibility = "30000";
  private String maxDeliveries = "2147483647";
  private String redeliveryDelay = "1000";
  private String pollWait = "2000";
  private String requestTimeout = "3000";
  private String stopTimeout = "10000";

  @Override
  public void validate() throws InvalidPropertyException {
    ActivationSettings.of(this);
  }

  /** Its own nodes, else those of the adapter. */
  String nodesOrDefault() {
    return nodes == null && resourceAdapter instanceof QueueResourceAdapter adapter
        ? adapter.getNodes()
        : nodes;
  }

  /** Its own token, else that of the adapter. */
  Optional<String> tokenOrDefault() {
    return Optional.ofNullable(
            token == null && resourceAdapter instanceof QueueResourceAdapter adapter
                ? adapter.getToken()
                : token)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) {
    resourceAdapter = adapter;
  }

  public String getQueue() {
    return queue;
  }

  /** The queue to consume; required. */
  public void setQueue(String value) {
    queue = value;
  }

  public String getNodes() {
    return nodes;
  }

  /** Where the HTTP API is, as {@code http://host:port,...}; by default what the adapter has. */
  public void setNodes(String value) {
    nodes = value;
  }

  public String getToken() {
    return token;
  }

  /** Shown to nodes that ask for one, of a client; by default what the adapter has. */
  public void setToken(String value) {
    token = value;
  }

  public String getMaxConcurrency() {
    return maxConcurrency;
  }

  /** Beans at work at once on this server; 1 to 1000. */
  public void setMaxConcurrency(String value) {
    maxConcurrency = value;
  }

  public String getVisibility() {
    return visibility;
  }

  /** Milliseconds a message is leased, extended while the bean works; 1000 to 12 hours. */
  public void setVisibility(String value) {
    visibility = value;
  }

  public String getMaxDeliveries() {
    return maxDeliveries;
  }

  /**
   * Deliveries after which a message that fails becomes a dead letter; the queue's limit holds too.
   */
  public void setMaxDeliveries(String value) {
    maxDeliveries = value;
  }

  public String getRedeliveryDelay() {
    return redeliveryDelay;
  }

  /** Milliseconds before a message comes again that the bean did not accept; 0 to 12 hours. */
  public void setRedeliveryDelay(String value) {
    redeliveryDelay = value;
  }

  public String getPollWait() {
    return pollWait;
  }

  /** Milliseconds that one question for messages waits at the server; 0 to 60000. */
  public void setPollWait(String value) {
    pollWait = value;
  }

  public String getRequestTimeout() {
    return requestTimeout;
  }

  /** Milliseconds one node may take to answer, before the next one is asked; 100 to 60000. */
  public void setRequestTimeout(String value) {
    requestTimeout = value;
  }

  public String getStopTimeout() {
    return stopTimeout;
  }

  /** Milliseconds a deactivation waits for beans at work; 0 to 10 minutes. */
  public void setStopTimeout(String value) {
    stopTimeout = value;
  }
}
