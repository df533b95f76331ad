/**
 * The resource adapter {@code selaras.rar}: message-driven beans of any application server consume
 * a Selaras queue. It speaks the HTTP API and knows nothing of the WAR, which does not contain it.
 *
 * <p>A message flows one way: {@code Receiver -> RemoteQueue.consume -> Delivery -> Endpoint ->
 * bean}, and its answer, {@code ack} or {@code nack}, follows when the container has ended the
 * transaction. The order of things is what keeps messages: an endpoint first, then the message; the
 * end of the transaction first, then the acknowledgement.
 *
 * <p>An answer may come long after its question, when the queue was empty. Only the server knows
 * when in between it has begun the lease, so that a delivery which is not sure of most of it
 * extends it before the bean is called. One call more, for the first messages after a long silence.
 */
package selaras.connector;
