package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;

/**
 * How a subscription gets its messages.
 *
 * @param values as they are shown, by the attributes' names
 * @param deadLetterArn the queue for what could not be delivered; empty if none
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html">Attributes</a>
 */
record SubscriptionSettings(Map<String, String> values, FilterPolicy filter, String deadLetterArn) {
    static final List<String> NAMES =
            List.of("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy");
    private static final String DEAD = "deadLetterTargetArn";
    private static final List<String> NOT_HERE = List.of("DeliveryPolicy", "ReplayPolicy", "SubscriptionRoleArn");
    private static final Map<String, String> DEFAULTS =
            Map.of("RawMessageDelivery", "false", "FilterPolicyScope", FilterPolicy.ATTRIBUTES);

    /** @throws IllegalArgumentException saying what is wrong with an attribute in SNS's words */
    static SubscriptionSettings of(String protocol, Map<String, String> given) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        given.forEach((name, value) -> values.put(name, checked(protocol, name, value)));
        values.values().removeIf(String::isEmpty);
        JsonNode redrive = json("RedrivePolicy", values);
        String dead = redrive.path(DEAD).asText();
        if (values.containsKey("RedrivePolicy")) {
            checkRedrive(redrive, dead);
        }
        ObjectNode filter = json("FilterPolicy", values);
        values.keySet().removeIf(name -> name.equals("FilterPolicy") && filter.isEmpty());
        return new SubscriptionSettings(
                Map.copyOf(values), FilterPolicy.of(filter, values.get("FilterPolicyScope")), dead);
    }

    /** @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html">Dead-letter queues</a> */
    private static void checkRedrive(JsonNode redrive, String dead) {
        redrive.fieldNames()
                .forEachRemaining(name ->
                        refuse(!name.equals(DEAD), "RedrivePolicy: invalid JSON. Attribute " + name + " is unknown."));
        refuse(redrive.isEmpty(), "RedrivePolicy: Missing " + DEAD + " attribute");
        refuse(!dead.matches("arn:([^:]*:){4}.+"), "RedrivePolicy: " + DEAD + " is an invalid arn");
        Arn queue = Arn.parse(dead);
        String must = "RedrivePolicy: " + DEAD + " must be ";
        refuse(!dead.startsWith("arn:aws:sqs:"), must + "a SQS queue");
        refuse(!queue.region().equals(Options.REGION), must + "in the same region as the subscription");
        refuse(!queue.account().equals(Options.ACCOUNT_ID), must + "in the same account as the subscription");
    }

    static void refuse(boolean when, String why) {
        if (when) {
            throw new IllegalArgumentException(why);
        }
    }

    private static String checked(String protocol, String name, String value) {
        AwsError.notHere(
                NOT_HERE.contains(name), "the attribute " + name + " of a subscription (it has " + NAMES + ")");
        refuse(!NAMES.contains(name), "AttributeName");
        if (name.equals("RawMessageDelivery")) {
            String flag = value.toLowerCase(Locale.ROOT);
            refuse(!flag.matches("true|false"), name + ": Invalid value [" + value + "]. Must be true or false.");
            refuse(
                    flag.equals("true") && !protocol.equals("sqs"),
                    "Delivery protocol [" + protocol + "] does not support raw message delivery.");
            return flag;
        }
        refuse(
                name.equals("FilterPolicyScope") && !value.matches("MessageAttributes|MessageBody"),
                name + ": Invalid value [" + value + "]. Please use either MessageBody or MessageAttributes");
        return value;
    }

    private static ObjectNode json(String name, Map<String, String> values) {
        try {
            if (Json.read(values.getOrDefault(name, "{}")) instanceof ObjectNode object) {
                return object;
            }
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(
                    name + ": failed to parse JSON. " + e.getCause().getMessage(), e);
        }
        throw new IllegalArgumentException(name + ": failed to parse JSON. It must be an object.");
    }

    /** These with one changed; an empty value takes it away. Throws like {@link #of}. */
    SubscriptionSettings with(String protocol, String name, String value) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(name, value);
        return of(protocol, changed);
    }

    boolean have(SubscriptionSettings wanted, Set<String> names) {
        return names.stream().allMatch(name -> Objects.equals(values.get(name), wanted.values.get(name)));
    }

    boolean isRaw() {
        return values.get("RawMessageDelivery").equals("true");
    }

    Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>(values);
        if (!shown.containsKey("FilterPolicy")) {
            shown.remove("FilterPolicyScope");
        }
        return shown;
    }
}
