package selaras.connector;

/**
 * A message leased to this adapter.
 *
 * @param receipt what it is acknowledged, given back and extended by
 */
record LeasedMessage(QueueMessage message, String receipt) {}
