package workshop.cloud.sqs;

import java.time.Duration;

/**
 * What somebody wants to receive.
 *
 * @param most 1 to 10
 * @param visibility how long it is hidden from others
 * @param waitTime for the first message
 * @param attempt by which it may be tried again, in a FIFO queue; empty for none
 */
record ReceiveRequest(int most, Duration visibility, Duration waitTime, String attempt) {}
