package workshop.cloud.trace;

import java.time.Instant;

/**
 * One hop of a change through the system.
 *
 * @param number counts all hops of this account, from 1
 * @param kind the hop's kind in AWS's words, such as {@code lambda:Invoke} or {@code events:PutEvents}
 * @param from what handed over, an ARN or a service principal
 * @param to what received it, an ARN
 * @param outcome {@code ok}, or what went wrong
 * @param payload what was handed over, cut to 4 KiB: a change is followed by the ids in it
 */
public record Hop(long number, Instant at, String kind, String from, String to, String outcome, String payload) {}
