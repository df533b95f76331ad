package selaras.connector;

import jakarta.resource.spi.InvalidPropertyException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What an activation was told, checked. Immutable.
 *
 * @param queue its name
 * @param nodes where the HTTP API is, tried in this order
 * @param maxConcurrency beans at work at once
 * @param visibility how long a message is leased; extended while the bean works
 * @param maxDeliveries after so many a message that fails is given up; by the server maybe earlier
 * @param redeliveryDelay before a message that was given back comes again
 * @param pollWait how long one question for messages waits at the server
 * @param requestTimeout how long one node may take to answer, beyond such a wait; to extend a lease
 *     no longer than a third of it
 * @param stopTimeout how long a deactivation waits for beans at work
 */
record ActivationSettings(
    String queue,
    List<URI> nodes,
    int maxConcurrency,
    Duration visibility,
    int maxDeliveries,
    Duration redeliveryDelay,
    Duration pollWait,
    Duration requestTimeout,
    Duration stopTimeout) {
  private static final int TWELVE_HOURS = 43_200_000;
  private static final int MINUTE = 60_000;

  /** Reads the properties; the first wrong one is named by the exception. */
  static ActivationSettings of(QueueActivationSpec spec) throws InvalidPropertyException {
    return new ActivationSettings(
        Property.queue("queue", spec.getQueue()),
        Property.addresses("nodes", spec.nodesOrDefault()),
        Property.integer("maxConcurrency", spec.getMaxConcurrency(), 1, 1000),
        Property.millis("visibility", spec.getVisibility(), 1000, TWELVE_HOURS),
        Property.integer("maxDeliveries", spec.getMaxDeliveries(), 1, Integer.MAX_VALUE),
        Property.millis("redeliveryDelay", spec.getRedeliveryDelay(), 0, TWELVE_HOURS),
        Property.millis("pollWait", spec.getPollWait(), 0, MINUTE),
        Property.millis("requestTimeout", spec.getRequestTimeout(), 100, MINUTE),
        Property.millis("stopTimeout", spec.getStopTimeout(), 0, 10 * MINUTE));
  }
}
