package workshop.cloud.dynamodb;

import static workshop.cloud.ResourceType.TAGS;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** {@code AWS::DynamoDB::Table}. */
public record TableType(DynamoDb dynamoDb) {
    static final Shape NAME = text(3, 255, "[a-zA-Z0-9_.-]+");

    private static final Members KEY =
            Members.of(required("AttributeName", text(1, 255)), required("KeyType", oneOf("HASH", "RANGE")));

    private static final Members PROJECTION = Members.of(
            optional("ProjectionType", oneOf("ALL", "KEYS_ONLY", "INCLUDE")),
            optional("NonKeyAttributes", list(text(1, 255), 1, 20)));

    private static final Members THROUGHPUT = Members.of(
            required("ReadCapacityUnits", whole(1, 40_000)), required("WriteCapacityUnits", whole(1, 40_000)));

    private static final Members GLOBAL_INDEX = Members.of(
            required("IndexName", NAME),
            required("KeySchema", list(KEY, 1, 8).distinct()),
            required("Projection", PROJECTION),
            optional("ProvisionedThroughput", THROUGHPUT));

    private static final Members LOCAL_INDEX = Members.of(
            required("IndexName", NAME),
            required("KeySchema", list(KEY, 2, 2).distinct()),
            required("Projection", PROJECTION));

    private static final Members ENCRYPTION = Members.of(
                    required("SSEEnabled", flag()),
                    optional("SSEType", oneOf("KMS")),
                    optional("KMSMasterKeyId", text()))
            .refuse(
                    "SSEType can not be specified if Enabled is false",
                    given -> given.path("SSEEnabled").asText().equals("false") && given.has("SSEType"))
            .refuse(
                    "SSEType KMS is required if KMSMasterKeyId is specified",
                    given -> given.has("KMSMasterKeyId") && !given.has("SSEType"));

    private static final Members RECOVERY = Members.of(
                    optional("PointInTimeRecoveryEnabled", flag()), optional("RecoveryPeriodInDays", whole(1, 35)))
            .refuse(
                    "Cannot set RecoveryPeriodInDays property when PointInTimeRecoveryEnabled is false",
                    given -> given.path("PointInTimeRecoveryEnabled").asText().equals("false")
                            && given.has("RecoveryPeriodInDays"));

    private static final String[] OF_KEYS = {
        "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"
    };

    private static final Members PROPERTIES = Members.of(
                    optional("TableName", NAME).naming(),
                    required("KeySchema", list(KEY, 1, 2).distinct()).replacing(),
                    required(
                            "AttributeDefinitions",
                            list(Members.of(
                                            required("AttributeName", text(1, 255)),
                                            required("AttributeType", oneOf("S", "N", "B"))))
                                    .distinct()),
                    optional("BillingMode", oneOf("PAY_PER_REQUEST", "PROVISIONED")),
                    optional("ProvisionedThroughput", THROUGHPUT),
                    optional("GlobalSecondaryIndexes", list(GLOBAL_INDEX, 1, 20).distinctBy("IndexName")),
                    optional("LocalSecondaryIndexes", list(LOCAL_INDEX, 1, 5)).replacing(),
                    optional(
                            "StreamSpecification",
                            required(
                                    "StreamViewType",
                                    oneOf("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"))),
                    optional(
                            "TimeToLiveSpecification",
                            Members.of(required("Enabled", flag()), optional("AttributeName", text(1, 255)))
                                    .refuse(
                                            "required key [AttributeName] not found",
                                            ttl -> ttl.path("Enabled").asBoolean() && !ttl.has("AttributeName"))),
                    optional("DeletionProtectionEnabled", flag()),
                    TAGS,
                    withoutEffect("PointInTimeRecoverySpecification", RECOVERY),
                    withoutEffect("SSESpecification", ENCRYPTION),
                    withoutEffect(
                            "ContributorInsightsSpecification",
                            required("Enabled", flag()),
                            optional("Mode", oneOf("ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"))),
                    withoutEffect("TableClass", oneOf("STANDARD", "STANDARD_INFREQUENT_ACCESS")))
            .refuse(
                    "Some AttributeDefinitions are not used by a key of the table or of an index",
                    table -> !keys(table).containsAll(defined(table)),
                    OF_KEYS)
            .refuse(
                    "Some index key attributes are not defined in AttributeDefinitions",
                    table -> !defined(table).containsAll(keys(table)),
                    OF_KEYS)
            .refuse(
                    "Property ProvisionedThroughput cannot be empty for billing mode PROVISIONED",
                    table -> !table.path("BillingMode").asText().equals("PAY_PER_REQUEST")
                            && !table.has("ProvisionedThroughput"),
                    "BillingMode")
            .refuse(
                    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                            + " PAY_PER_REQUEST",
                    table -> table.path("BillingMode").asText().equals("PAY_PER_REQUEST")
                            && !table.findValues("ProvisionedThroughput").isEmpty())
            .returning("Arn", "StreamArn");

    static List<String> defined(JsonNode table) {
        return table.path("AttributeDefinitions").findValuesAsText("AttributeName");
    }

    private static List<String> keys(JsonNode table) {
        return table.findValues("KeySchema").stream()
                .flatMap(schema -> schema.findValuesAsText("AttributeName").stream())
                .toList();
    }

    public ResourceType type() {
        return new ResourceType("AWS::DynamoDB::Table", PROPERTIES)
                .existsIf((name, given) -> Json.texts(
                                dynamoDb.call("ListTables", Json.object()).path("TableNames"))
                        .contains(name))
                .isReplacedIf(TableType::redefines)
                .creates(this::create)
                .replaces(this::update)
                .deletes(this::delete);
    }

    static boolean redefines(JsonNode before, JsonNode after) {
        List<JsonNode> was = Json.each(before.path("AttributeDefinitions"));
        return Json.each(after.path("AttributeDefinitions")).stream()
                .anyMatch(is -> !was.contains(is)
                        && defined(before).contains(is.path("AttributeName").asText()));
    }

    private Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        String table = declaration.nameFrom("TableName");
        ObjectNode request = properties
                .deepCopy()
                .retain(dynamoDb.members().get("CreateTable").byName().keySet())
                .put("TableName", table);
        request.findParents("StreamViewType").forEach(stream -> ((ObjectNode) stream).put("StreamEnabled", true));
        dynamoDb.call("CreateTable", request);
        timeToLive(table, declaration);
        return physical(table);
    }

    /**
     * A stream that is to show other images is another stream.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-streamspecification.html">
     *     StreamViewType</a>
     */
    private Physical update(Declaration declaration, Physical existing) {
        ObjectNode properties = declaration.properties();
        String table = existing.ref();
        timeToLive(table, declaration);
        if (isProtected(properties) != isProtected(declaration.before())) {
            change("Table", table, "DeletionProtectionEnabled", BooleanNode.valueOf(isProtected(properties)));
        }
        if (Stream.of("BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexes")
                .anyMatch(declaration::changes)) {
            new TableUpdate(dynamoDb, table, properties).run();
        }
        if (declaration.changes("StreamSpecification")) {
            if (declaration.before().has("StreamSpecification")) {
                change("Table", table, "StreamSpecification", Json.object().put("StreamEnabled", false));
            }
            if (properties.has("StreamSpecification")) {
                change("Table", table, "StreamSpecification", stream(properties));
            }
        }
        return physical(table);
    }

    private static boolean isProtected(JsonNode properties) {
        return properties.path("DeletionProtectionEnabled").asBoolean();
    }

    private void change(String what, String table, String member, JsonNode value) {
        dynamoDb.call("Update" + what, Json.object().put("TableName", table).set(member, value));
    }

    private static ObjectNode stream(ObjectNode properties) {
        return properties.withObject("StreamSpecification").deepCopy().put("StreamEnabled", true);
    }

    /** DynamoDB refuses another attribute while the one before is in force; if that was refused, nothing is to be taken back. */
    private void timeToLive(String table, Declaration declaration) {
        if (!declaration.changes("TimeToLiveSpecification")) {
            return;
        }
        JsonNode is = dynamoDb.call("DescribeTimeToLive", Json.object().put("TableName", table))
                .path("TimeToLiveDescription");
        JsonNode wanted = declaration.properties().path("TimeToLiveSpecification");
        boolean isOn = is.path("TimeToLiveStatus").asText().equals("ENABLED");
        boolean on = wanted.path("Enabled").asBoolean();
        JsonNode attribute = (on ? wanted : is).path("AttributeName");
        if (on != isOn || on && !attribute.equals(is.path("AttributeName"))) {
            ObjectNode change = Json.object().put("Enabled", on).set("AttributeName", attribute);
            change("TimeToLive", table, "TimeToLiveSpecification", change);
        }
    }

    private Physical physical(String table) {
        JsonNode its = dynamoDb.table(table);
        String arn = its.path("TableArn").asText();
        String stream = its.path("LatestStreamArn").asText();
        boolean isOn = its.at("/StreamSpecification/StreamEnabled").asBoolean();
        return new Physical(table, isOn ? Map.of("Arn", arn, "StreamArn", stream) : Map.of("Arn", arn));
    }

    private void delete(Physical existing) {
        try {
            dynamoDb.call("DeleteTable", Json.object().put("TableName", existing.ref()));
        } catch (AwsError e) {
            if (!e.code().equals("ResourceNotFoundException")) {
                throw e;
            }
        }
    }
}
