package workshop.cloud.events;

import static workshop.cloud.ResourceType.TAGS;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** Buses and their policies, by call and in a template. */
record BusesApi(EventBridge eventBridge) {
    private static final Shape NAME = text(1, 256, "[/\\.\\-_A-Za-z0-9]+");
    private static final Shape STATEMENT_ID = text(1, 64, "[a-zA-Z0-9-_]+");
    private static final Member ACTION = optional("Action", text(1, 64, "events:[a-zA-Z]+"));
    private static final Member PRINCIPAL = optional("Principal", text(1, 12, "(\\d{12}|\\*)"));

    void addTo(Operations operations) {
        Members named = Members.of(required("Name", NAME));
        Members described = named.and(EventsApi.DESCRIPTION);
        Members condition = Members.of(required("Type", text()), required("Key", text()), required("Value", text()));
        Members policy =
                Members.of(optional("EventBusName", EventsApi.name(256)), optional("StatementId", STATEMENT_ID));
        Members permission =
                policy.and(ACTION, PRINCIPAL, optional("Condition", condition), optional("Policy", text()));
        operations
                .about(input -> eventBridge.busArn(name(input)))
                .on("CreateEventBus", described, this::create)
                .on("UpdateEventBus", described, this::update)
                .run("DeleteEventBus", named, input -> eventBridge.deleteBus(name(input)))
                .on("DescribeEventBus", Members.of(optional("Name", EventsApi.BUS)), input -> json(bus(input)))
                .run("PutPermission", permission, this::permit)
                .run("RemovePermission", policy.and(optional("RemoveAllPermissions", flag())), this::forbid)
                .aboutAll()
                .on("ListEventBuses", EventsApi.PAGE.and(optional("NamePrefix", NAME)), this::list);
    }

    private JsonNode list(ObjectNode input) {
        return EventsApi.page("EventBuses", eventBridge.buses.values().stream().map(BusesApi::json), "Name", input);
    }

    ResourceType type() {
        Members properties = Members.of(
                        required("Name", NAME).naming(),
                        TAGS,
                        EventsApi.DESCRIPTION,
                        withoutEffect("KmsKeyIdentifier", text(0, 2048)),
                        withoutEffect("DeadLetterConfig", RuleTarget.DEAD_LETTERS),
                        withoutEffect(
                                "LogConfig",
                                optional("IncludeDetail", oneOf("FULL", "NONE")),
                                optional("Level", oneOf("INFO", "ERROR", "TRACE", "OFF"))))
                .returning("Arn");
        return new ResourceType("AWS::Events::EventBus", properties)
                .existsIf((name, given) -> eventBridge.find(name).isPresent())
                .creates(declaration -> {
                    RuleTarget.deadLetters(declaration.properties());
                    EventBus bus = eventBridge.createBus(
                            declaration.nameFrom("Name"), description(declaration.properties(), null));
                    return new Physical(bus.name, Map.of("Arn", bus.arn, "Name", bus.name));
                })
                .updates((declaration, existing) -> {
                    RuleTarget.deadLetters(declaration.properties());
                    eventBridge.bus(existing.ref()).describe(description(declaration.properties(), null));
                })
                .deletes(existing -> eventBridge.deleteBus(existing.ref()));
    }

    /**
     * One statement of a bus's policy. CloudFormation knows it by its id, whatever the bus.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html">Reference</a>
     */
    ResourceType policyType() {
        Members properties = Members.of(
                        optional("EventBusName", NAME).replacing(),
                        required("StatementId", STATEMENT_ID).naming(),
                        optional("Statement", Shape.json()),
                        optional("Action", oneOf("events:PutEvents")),
                        PRINCIPAL)
                .refuse(
                        "Either Statement, or Action and Principal, must be specified",
                        policy -> !policy.has("Statement") && !(policy.has("Action") && policy.has("Principal")))
                .refuse(Policy::notHere);
        return new ResourceType("AWS::Events::EventBusPolicy", properties)
                .existsIf((id, given) -> eventBridge.policyIds.contains(id))
                .creates(declaration -> {
                    ObjectNode given = declaration.properties();
                    EventBus bus = bus(given);
                    String id = declaration.text("StatementId");
                    JsonNode statement = given.has("Statement") ? given.get("Statement") : permission(bus, given);
                    bus.permit(statements -> statements.put(id, statement(id, statement)));
                    eventBridge.policyIds.add(id);
                    return new Physical(bus.name + "|" + id, Map.of());
                })
                .deletes(existing -> {
                    String[] ref = existing.ref().split("\\|");
                    eventBridge.policyIds.remove(ref[1]);
                    eventBridge.find(ref[0]).ifPresent(bus -> bus.permit(statements -> statements.remove(ref[1])));
                });
    }

    private static String name(ObjectNode input) {
        return input.path("Name").asText(input.path("EventBusName").asText());
    }

    private EventBus bus(ObjectNode input) {
        return eventBridge.bus(name(input));
    }

    private static String description(ObjectNode given, String before) {
        return given.path("Description").asText(before);
    }

    private JsonNode create(ObjectNode input) {
        EventBus bus = eventBridge.createBus(name(input), description(input, null));
        return Json.object().put("EventBusArn", bus.arn).put("Description", bus.description);
    }

    private JsonNode update(ObjectNode input) {
        EventBus bus = bus(input);
        bus.describe(description(input, bus.description));
        return Json.object().put("Arn", bus.arn).put("Name", bus.name).put("Description", bus.description);
    }

    private static ObjectNode json(EventBus bus) {
        String policy = bus.statements.isEmpty() ? null : Policy.text(null, bus.statements.values());
        return Json.object()
                .put("Name", bus.name)
                .put("Arn", bus.arn)
                .put("Description", bus.description)
                .put("CreationTime", Json.seconds(bus.createdAt))
                .put("LastModifiedTime", Json.seconds(bus.modifiedAt))
                .put("Policy", policy);
    }

    private static Policy statement(String id, JsonNode statement) {
        return policy(Policy.ofStatement(((ObjectNode) statement.deepCopy()).put("Sid", id))
                .text());
    }

    private static Policy policy(String text) {
        return Policy.ofResource(text, Policy.WITH_PRINCIPALS)
                .orElseThrow(() -> EventsApi.invalid("Policy", "It is no policy of a resource."));
    }

    /** The statement that lets an account, or everybody, do something with a bus. */
    private static ObjectNode permission(EventBus bus, JsonNode given) {
        return Policy.permission(
                given.path("Principal").asText(), given.path("Action").asText(), bus.arn);
    }

    private void permit(ObjectNode input) {
        EventBus bus = bus(input);
        AwsError.notHere(input.has("Condition"), "a permission with a condition on an organization");
        if (input.has("Policy")) {
            Policy policy = policy(input.get("Policy").asText());
            bus.permit(statements -> {
                statements.clear();
                for (JsonNode each : Policy.statements(policy.document())) {
                    String id = each.path("Sid").asText("Statement" + statements.size());
                    statements.put(id, statement(id, each));
                }
            });
            return;
        }
        for (String member : List.of("StatementId", "Action", "Principal")) {
            EventsApi.refuse(!input.has(member), "Parameter " + member + " must be specified.");
        }
        if (!input.get("Action").asText().equals("events:PutEvents")) {
            throw AwsError.validation("Provided value in parameter 'action' is not supported.");
        }
        String id = input.get("StatementId").asText();
        bus.permit(statements -> statements.put(id, statement(id, permission(bus, input))));
    }

    private void forbid(ObjectNode input) {
        bus(input).permit(statements -> {
            if (input.path("RemoveAllPermissions").asBoolean()) {
                statements.clear();
            } else if (statements.remove(input.path("StatementId").asText()) == null) {
                throw AwsError.of("ResourceNotFoundException", "Statement with the provided id does not exist.");
            }
        });
    }
}
