package workshop.console.journey;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.cloud.trace.Hop;

/**
 * One change, from what made it to where it is now: its own hops, in the order in which they happened.
 *
 * @param id the number of its first hop
 * @param name of the to-do; null while nothing has told it
 */
public record Journey(long id, String name, @JsonIgnore List<Hop> hops) {
    private static final Pattern EVENT_ID = Pattern.compile("\"eventID\":\"(\\w+)\"");

    public Hop first() {
        return hops.get(0);
    }

    @JsonProperty
    public int size() {
        return hops.size();
    }

    @JsonProperty
    public Instant at() {
        return first().at();
    }

    /** The request that made it, such as {@code POST /todo}; else the first hop's kind. */
    @JsonProperty
    public String title() {
        return first().details().getOrDefault("request", first().kind()).toString();
    }

    public boolean contains(String text) {
        return title().contains(text)
                || hops.stream().anyMatch(hop -> hop.payload().contains(text));
    }

    public Stream<Hop> next(Hop hop) {
        return hops.stream().filter(next -> next.causes().contains(hop.number()));
    }

    /** What went wrong and was not made good by a later try. */
    public List<Hop> failures() {
        return hops.stream().filter(hop -> isFailure(hop) && !isMadeGood(hop)).toList();
    }

    /** What went wrong and was made good by a later try. */
    public Stream<Hop> madeGood() {
        return hops.stream().filter(hop -> isFailure(hop) && isMadeGood(hop));
    }

    /** A function that reports a record of its batch as failed has answered, all the same. */
    private boolean isFailure(Hop hop) {
        return !hop.isGood()
                || isPartial(hop)
                        && (records(hop).size() == 1
                                || next(hop)
                                        .anyMatch(next -> next.kind().matches("lambda:Retry|lambda:Lost|sqs:Deliver")));
    }

    private static List<String> records(Hop hop) {
        return EVENT_ID.matcher(hop.payload()).results().map(id -> id.group(1)).toList();
    }

    private boolean isMadeGood(Hop failed) {
        List<Object> wanted = switch (failed.kind()) {
            case "iam:Refused" -> List.of(failed.details().getOrDefault("action", ""));
            case "lambda:Deliver" ->
                List.of("lambda:Deliver", "lambda:Return"); // what is sent again comes from no rule
            default -> List.of(failed.kind());
        };
        return isMadeGoodWithInvocation(failed)
                || hops.stream()
                        .filter(hop -> hop.number() > failed.number() && wanted.contains(hop.kind()))
                        // an event that was replayed or sent again matches a rule, whose ARN is not the bus's
                        .filter(hop -> hop.to().equals(failed.to())
                                || hop.kind().equals("events:Match")
                                        && hop.from().equals(failed.from()))
                        .anyMatch(
                                hop -> !isFailure(hop) && records(hop).stream().allMatch(failed.payload()::contains));
    }

    /** What was refused in an invocation that failed is made good by one that succeeds, and a call that does it on anything. */
    private boolean isMadeGoodWithInvocation(Hop refused) {
        return refused.kind().equals("iam:Refused")
                && hops.stream()
                        .filter(hop -> hop.kind().equals("lambda:Return")
                                && hop.causes().stream().anyMatch(refused.causes()::contains))
                        .anyMatch(returned -> isFailure(returned) && isMadeGood(returned))
                && hops.stream()
                        .filter(hop -> hop.number() > refused.number() && !isFailure(hop))
                        .anyMatch(hop -> hop.kind().equals(refused.details().get("action")));
    }

    /** The messages in queues for what failed, whether it was made good since or not. */
    public Stream<Hop> parkings() {
        return parkings(hops.stream().filter(this::isFailure).toList());
    }

    private Stream<Hop> parkings(List<Hop> failures) {
        return hops.stream()
                .filter(hop -> hop.kind().equals("sqs:DeadLetter")
                        || hop.kind().equals("sqs:Deliver")
                                && hop.isGood()
                                && failures.stream().anyMatch(failed -> isParkedOf(hop, failed)));
    }

    /** The message in a queue for what failed and was not made good since, if there is one. */
    public Optional<Hop> parked() {
        return parkings(failures()).reduce((before, last) -> last);
    }

    /** Whether this failure put it into its queue; a rule's event comes there from the rule, after a target did not take it. */
    private static boolean isParkedOf(Hop parked, Hop failed) {
        return parked.causes().contains(failed.number())
                || failed.kind().endsWith(":Deliver")
                        && !failed.outcome().startsWith("not sent") // to who has not confirmed
                        && failed.from().equals(parked.from())
                        && failed.number() < parked.number();
    }

    /** Whether a function answered that it could not do all of its batch. */
    public static boolean isPartial(Hop returned) {
        return returned.details().getOrDefault("answer", "").toString().contains("\"itemIdentifier\"");
    }

    /** {@code parked}, {@code failed}, or {@code ok}. */
    @JsonProperty
    public String state() {
        List<Hop> failures = failures();
        return parkings(failures).findAny().isPresent() ? "parked" : failures.isEmpty() ? "ok" : "failed";
    }
}
