package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
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
                .on("CreateEventBus", DESCRIBED, this::arn, (caller, input) -> create(input))
                .on("UpdateEventBus", DESCRIBED, this::arn, (caller, input) -> update(input))
                .on("DeleteEventBus", NAMED, this::arn, (caller, input) -> delete(input))
                .on(
                        "DescribeEventBus",
                        Members.of(optional("Name", EventsApi.BUS)),
                        this::arn,
                        (caller, input) ->
                                json(eventBridge.bus(input.path("Name").asText(""))))
                .on(
                        "ListEventBuses",
                        Members.of(optional("NamePrefix", NAME), EventsApi.NEXT_TOKEN, EventsApi.LIMIT),
                        (caller, input) -> Page.of(
                                        eventBridge.buses().stream()
                                                .filter(bus -> EventsApi.startsAsAsked(bus.name(), input))
                                                .toList(),
                                        input)
                                .json("EventBuses", BusesApi::json))
                .on(
                        "PutPermission",
                        Members.of(
                                optional("EventBusName", EventsApi.name(256)),
                                optional("Action", ACTION),
                                optional("Principal", PRINCIPAL),
                                optional("StatementId", STATEMENT_ID),
                                optional("Condition", CONDITION),
                                optional("Policy", text())),
                        this::arn,
                        (caller, input) -> permit(input))
                .on(
                        "RemovePermission",
                        Members.of(
                                optional("EventBusName", EventsApi.name(256)),
                                optional("StatementId", STATEMENT_ID),
                                optional("RemoveAllPermissions", flag())),
                        this::arn,
                        (caller, input) -> forbid(input));
    }

    private String arn(ObjectNode input) {
        return eventBridge.busArn(
                input.path("Name").asText(input.path("EventBusName").asText("")));
    }

    private JsonNode create(ObjectNode input) {
        EventBus bus = eventBridge.createBus(
                input.path("Name").asText(), input.path("Description").asText(null));
        ObjectNode answer = Json.object().put("EventBusArn", bus.arn());
        EventsApi.put(answer, "Description", bus.description());
        return answer;
    }

    private JsonNode update(ObjectNode input) {
        EventBus bus = eventBridge.bus(input.path("Name").asText());
        bus.describe(input.path("Description").asText(bus.description()));
        ObjectNode answer = Json.object().put("Arn", bus.arn()).put("Name", bus.name());
        EventsApi.put(answer, "Description", bus.description());
        return answer;
    }

    private JsonNode delete(ObjectNode input) {
        eventBridge.deleteBus(input.path("Name").asText());
        return Json.object();
    }

    private static ObjectNode json(EventBus bus) {
        ObjectNode json = Json.object().put("Name", bus.name()).put("Arn", bus.arn());
        EventsApi.put(json, "Description", bus.description());
        if (!bus.policies().isEmpty()) {
            ObjectNode policy = Json.object().put("Version", "2012-10-17");
            ArrayNode statements = policy.putArray("Statement");
            bus.policies()
                    .forEach(one -> statements.addAll((ArrayNode) one.document().get("Statement")));
            json.put("Policy", Json.write(policy));
        }
        EventsApi.put(json, "CreationTime", bus.createdAt());
        EventsApi.put(json, "LastModifiedTime", bus.modifiedAt());
        return json;
    }

    /** One statement of a bus's policy, with its id. */
    static Policy statement(String id, JsonNode statement) {
        ObjectNode document = Json.object().put("Version", "2012-10-17");
        document.putArray("Statement").add(((ObjectNode) statement.deepCopy()).put("Sid", id));
        return Policy.of(document);
    }

    /** The statement that lets an account, or everybody, do something with a bus. */
    static Policy permission(EventBus bus, String id, String action, String principal) {
        ObjectNode statement =
                Json.object().put("Effect", "Allow").put("Action", action).put("Resource", bus.arn());
        if (principal.equals("*")) {
            statement.put("Principal", "*");
        } else {
            statement.putObject("Principal").put("AWS", "arn:aws:iam::" + principal + ":root");
        }
        return statement(id, statement);
    }

    private JsonNode permit(ObjectNode input) {
        EventBus bus = eventBridge.bus(input.path("EventBusName").asText(""));
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
            return Json.object();
        }
        for (String member : new String[] {"StatementId", "Action", "Principal"}) {
            if (!input.has(member)) {
                throw AwsError.validation("Parameter " + member + " must be specified.");
            }
        }
        String id = input.get("StatementId").asText();
        bus.permit(
                id,
                permission(
                        bus,
                        id,
                        input.get("Action").asText(),
                        input.get("Principal").asText()));
        return Json.object();
    }

    private JsonNode forbid(ObjectNode input) {
        EventBus bus = eventBridge.bus(input.path("EventBusName").asText(""));
        if (input.path("RemoveAllPermissions").asBoolean()) {
            bus.forbidAll();
        } else {
            bus.forbid(input.path("StatementId").asText());
        }
        return Json.object();
    }
}
