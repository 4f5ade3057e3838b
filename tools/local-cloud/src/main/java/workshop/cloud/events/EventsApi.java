package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.delivery.EventPattern;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * The operations and resource types of EventBridge, and what several of them take.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html">API</a>
 */
public final class EventsApi {
    static final String NAME = "[\\.\\-_A-Za-z0-9]+";
    static final Shape ARN = text(1, 1600);
    static final Shape SOURCE_ARN = text(1, 1600, "arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:.+\\/.+");
    static final Shape BUS =
            text(1, 1600, "(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+");
    static final Member DESCRIPTION = optional("Description", text(0, 512));
    static final Member EVENT_BUS_NAME = optional("EventBusName", BUS);
    static final Members PAGE = Members.of(optional("NextToken", text(1, 2048)), optional("Limit", whole(1, 100)));

    private EventsApi() {}

    public static Operations of(EventBridge eventBridge, Operations operations) {
        operations.authorizedBy(eventBridge::authorize);
        new PutEvents(eventBridge).addTo(operations);
        new BusesApi(eventBridge).addTo(operations);
        new RulesApi(eventBridge).addTo(operations);
        new ArchivesApi(eventBridge).addTo(operations);
        new ReplaysApi(eventBridge).addTo(operations);
        return operations;
    }

    public static List<ResourceType> types(EventBridge eventBridge) {
        BusesApi buses = new BusesApi(eventBridge);
        ResourceType archives = new ArchivesApi(eventBridge).type();
        return List.of(buses.type(), buses.policyType(), new RulesApi(eventBridge).type(), archives);
    }

    /** Compiles an event pattern; throws InvalidEventPatternException with Event Ruler's reason. */
    static EventPattern pattern(String text) {
        try {
            return new EventPattern(text);
        } catch (IllegalArgumentException e) {
            throw AwsError.of("InvalidEventPatternException", e.getMessage());
        }
    }

    /** Throws ValidationException if that is so. */
    static void refuse(boolean when, String why) {
        AwsError.refuse(when, "ValidationException", why);
    }

    static void refuse(boolean when, String parameter, String reason) {
        refuse(when, invalid(parameter, reason).getMessage());
    }

    static AwsError invalid(String parameter, String reason) {
        return AwsError.validation("Parameter " + parameter + " is not valid. Reason: " + reason);
    }

    /** A name of up to so many characters, as those of rules, targets, archives and replays. */
    static Shape name(int most) {
        return text(1, most, NAME);
    }

    /**
     * A page of those that are as the request's one filter says: its State, its EventSourceArn, or how their names begin.
     *
     * @param name the member that is their name
     */
    static JsonNode page(String member, Stream<ObjectNode> all, String name, ObjectNode input) {
        List<String> equal = List.of("EventSourceArn", "State");
        if (input.deepCopy().retain("NamePrefix", equal.get(0), equal.get(1)).size() > 1) {
            throw AwsError.validation("At most one filter is allowed for List" + member
                    + ". Use either : State, EventSourceArn, or NamePrefix.");
        }
        String prefix = input.path("NamePrefix").asText();
        List<ObjectNode> asked = all.filter(each -> each.path(name).asText().startsWith(prefix))
                .filter(each -> equal.stream()
                        .allMatch(its -> !input.has(its) || input.get(its).equals(each.get(its))))
                .toList();
        return Page.of(asked, input).json(member, each -> each);
    }
}
