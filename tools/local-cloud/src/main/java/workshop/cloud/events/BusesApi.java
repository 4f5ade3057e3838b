package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The operations of EventBridge on buses and their policies. */
record BusesApi(EventBridge eventBridge) {
    static final Shape NAME = text(1, 256, "[/.\\-_A-Za-z0-9]+");
    static final Shape STATEMENT_ID = text(1, 64, "[a-zA-Z0-9-_]+");
    static final Shape ACTION = text(1, 64, "events:[a-zA-Z]+");
    static final Shape PRINCIPAL = text(1, 12, "\\d{12}|\\*");

    private static final Members NAMED = Members.of(required("Name", NAME));
    private static final Members DESCRIBED =
            Members.of(required("Name", NAME), optional("Description", EventsApi.DESCRIPTION));
    private static final Members CONDITION =
            Members.of(required("Type", text()), required("Key", text()), required("Value", text()));

    void addTo(Operations operations) {
        operations
                .on("CreateEventBus", DESCRIBED, this::arn, this::create)
                .on("UpdateEventBus", DESCRIBED, this::arn, this::update)
                .run("DeleteEventBus", NAMED, this::arn, input -> eventBridge.deleteBus(name(input)))
                .on(
                        "DescribeEventBus",
                        Members.of(optional("Name", EventsApi.BUS)),
                        this::arn,
                        input -> json(eventBridge.bus(name(input))))
                .on(
                        "ListEventBuses",
                        EventsApi.PAGE.and(optional("NamePrefix", NAME)),
                        input -> EventsApi.page(
                                "EventBuses", eventBridge.buses(), bus -> bus.name, input, BusesApi::json))
                .run(
                        "PutPermission",
                        Members.of(
                                optional("EventBusName", EventsApi.name(256)),
                                optional("Action", ACTION),
                                optional("Principal", PRINCIPAL),
                                optional("StatementId", STATEMENT_ID),
                                optional("Condition", CONDITION),
                                optional("Policy", text())),
                        this::arn,
                        this::permit)
                .run(
                        "RemovePermission",
                        Members.of(
                                optional("EventBusName", EventsApi.name(256)),
                                optional("StatementId", STATEMENT_ID),
                                optional("RemoveAllPermissions", flag())),
                        this::arn,
                        this::forbid);
    }

    private static String name(ObjectNode input) {
        return input.path("Name").asText(input.path("EventBusName").asText());
    }

    private String arn(ObjectNode input) {
        return eventBridge.busArn(name(input));
    }

    private JsonNode create(ObjectNode input) {
        EventBus bus =
                eventBridge.createBus(name(input), input.path("Description").asText(null));
        return Json.object().put("EventBusArn", bus.arn).put("Description", bus.description());
    }

    private JsonNode update(ObjectNode input) {
        EventBus bus = eventBridge.bus(name(input));
        bus.describe(input.path("Description").asText(bus.description()));
        return Json.object().put("Arn", bus.arn).put("Name", bus.name).put("Description", bus.description());
    }

    private static ObjectNode json(EventBus bus) {
        ObjectNode json = Json.object()
                .put("Name", bus.name)
                .put("Arn", bus.arn)
                .put("Description", bus.description())
                .put("CreationTime", Json.seconds(bus.createdAt))
                .put("LastModifiedTime", Json.seconds(bus.modifiedAt()));
        if (!bus.policies().isEmpty()) {
            ObjectNode policy = Json.object().put("Version", "2012-10-17");
            ArrayNode statements = policy.putArray("Statement");
            bus.policies()
                    .forEach(one -> statements.addAll((ArrayNode) one.document().get("Statement")));
            json.put("Policy", Json.write(policy));
        }
        return json;
    }

    /** One statement of a bus's policy, with its id. */
    static Policy statement(String id, JsonNode statement) {
        ObjectNode document = Json.object().put("Version", "2012-10-17");
        document.putArray("Statement").add(((ObjectNode) statement.deepCopy()).put("Sid", id));
        return Policy.of(document);
    }

    /** The statement that lets an account, or everybody, do something with a bus. */
    static Policy permission(EventBus bus, String id, JsonNode given) {
        String principal = given.path("Principal").asText();
        ObjectNode statement = Json.object()
                .put("Effect", "Allow")
                .put("Action", given.path("Action").asText())
                .put("Resource", bus.arn);
        if (principal.equals("*")) {
            statement.put("Principal", "*");
        } else {
            statement.putObject("Principal").put("AWS", "arn:aws:iam::" + principal + ":root");
        }
        return statement(id, statement);
    }

    private void permit(ObjectNode input) {
        EventBus bus = eventBridge.bus(name(input));
        if (input.has("Condition")) {
            throw AwsError.notHere("a permission with a condition on an organization");
        }
        if (input.has("Policy")) {
            JsonNode statements = Json.read(input.get("Policy").asText()).path("Statement");
            bus.forbidAll();
            for (JsonNode each :
                    statements.isArray() ? statements : Json.array().add(statements)) {
                String id = each.path("Sid").asText("Statement" + bus.policies().size());
                bus.permit(id, statement(id, each));
            }
            return;
        }
        for (String member : List.of("StatementId", "Action", "Principal")) {
            if (!input.has(member)) {
                throw AwsError.validation("Parameter " + member + " must be specified.");
            }
        }
        String id = input.get("StatementId").asText();
        bus.permit(id, permission(bus, id, input));
    }

    private void forbid(ObjectNode input) {
        EventBus bus = eventBridge.bus(name(input));
        if (input.path("RemoveAllPermissions").asBoolean()) {
            bus.forbidAll();
        } else {
            bus.forbid(input.path("StatementId").asText());
        }
    }
}
