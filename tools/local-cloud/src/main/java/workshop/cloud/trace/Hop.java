package workshop.cloud.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import workshop.cloud.Json;

/**
 * One hop of a change through the system.
 *
 * @param number counts all hops of this account, from 1
 * @param kind the hop's kind in AWS's words, such as {@code lambda:Invoke} or {@code events:PutEvents}
 * @param from what handed over, an ARN or a service principal
 * @param to what received it, an ARN
 * @param outcome {@code ok}, {@code started}, {@code waits}, an HTTP status, or what went wrong
 * @param payload what was handed over, whole
 * @param causes the numbers of the hops that led to this one; none where it came from outside of the account
 * @param details what else is known of hops of this kind, such as which try it is
 */
public record Hop(
        long number,
        Instant at,
        String kind,
        String from,
        String to,
        String outcome,
        String payload,
        List<Long> causes,
        Map<String, Object> details) {
    private static final Pattern GOOD = Pattern.compile("ok|started|waits|2\\d\\d");

    public boolean isGood() {
        return GOOD.matcher(outcome).matches();
    }

    /** As {@code /_local/trace} and the console answer it. */
    public ObjectNode json() {
        return Json.MAPPER.valueToTree(this);
    }

    /** About how much room it takes: its texts, and some more for itself. */
    public long characters() {
        var texts = details.values().stream().mapToInt(detail -> detail instanceof String text ? text.length() : 0);
        return 200L + payload.length() + outcome.length() + texts.sum();
    }
}
