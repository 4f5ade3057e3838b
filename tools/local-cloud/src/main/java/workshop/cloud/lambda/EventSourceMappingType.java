package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.delivery.Targets;
import workshop.cloud.dynamodb.Position;
import workshop.cloud.dynamodb.Streams;
import workshop.cloud.iam.Iam;
import workshop.cloud.shape.Members;

/** {@code AWS::Lambda::EventSourceMapping} for DynamoDB streams. */
public record EventSourceMappingType(Lambda lambda, Streams streams, Targets targets, Iam iam) implements ResourceType {
    private static final int DEFAULT_BATCH = 100;

    private static final Members PROPERTIES = Members.of(
                    required("FunctionName", text(1, 140)),
                    required("EventSourceArn", text(12, 1024, "arn:.*")).replacing(),
                    optional("BatchSize", whole(1, 10_000)),
                    optional("MaximumBatchingWindowInSeconds", whole(0, 300)),
                    optional("StartingPosition", oneOf("LATEST", "TRIM_HORIZON", "AT_TIMESTAMP"))
                            .replacing(),
                    optional("BisectBatchOnFunctionError", flag()),
                    optional("FunctionResponseTypes", list(oneOf("ReportBatchItemFailures"), 0, 1)),
                    optional("MaximumRetryAttempts", whole(-1, 10_000)),
                    optional("MaximumRecordAgeInSeconds", whole(-1, 604_800)),
                    optional(
                            "DestinationConfig",
                            Members.of(optional(
                                    "OnFailure", Members.of(optional("Destination", text(12, 1024, "arn:.*")))))),
                    optional(
                            "FilterCriteria",
                            Members.of(optional(
                                    "Filters", list(Members.of(optional("Pattern", text(0, 4096))), 1, 20)))),
                    optional("Enabled", flag()),
                    optional("ParallelizationFactor", whole(1, 10)),
                    optional("TumblingWindowInSeconds", whole(0, 900)),
                    TAGS)
            .refuse(
                    "required key [StartingPositionTimestamp] not found: AT_TIMESTAMP needs it, and DynamoDB's streams"
                            + " take neither",
                    mapping -> mapping.path("StartingPosition").asText().equals("AT_TIMESTAMP"))
            .refuse(
                    "MaximumRecordAgeInSeconds must be -1 or from 60 to 604800",
                    mapping -> mapping.has("MaximumRecordAgeInSeconds")
                            && mapping.path("MaximumRecordAgeInSeconds").asInt(-1) >= 0
                            && mapping.path("MaximumRecordAgeInSeconds").asInt(60) < 60)
            .refuse(
                    "the local cloud does not have ParallelizationFactor above 1 and TumblingWindowInSeconds above 0",
                    mapping -> mapping.path("ParallelizationFactor").asInt(1) > 1
                            || mapping.path("TumblingWindowInSeconds").asInt(0) > 0)
            .returning("Id", "EventSourceMappingArn");

    @Override
    public String name() {
        return "AWS::Lambda::EventSourceMapping";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        boolean latest =
                declaration.properties().path("StartingPosition").asText().equals("LATEST");
        return start(declaration, UUID.randomUUID().toString(), new Position(latest));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        EventSourceMapping before = lambda.mappings().get(existing.ref());
        before.close();
        return start(declaration, existing.ref(), before.position());
    }

    private Physical start(Declaration declaration, String id, Position position) {
        ObjectNode properties = declaration.properties();
        String source = properties.path("EventSourceArn").asText();
        if (!Arn.parse(source).service().equals("dynamodb")) {
            throw AwsError.notHere("event source mappings of " + source + "; it has those of DynamoDB streams");
        }
        if (properties.path("ParallelizationFactor").asInt(1) > 1 || properties.has("TumblingWindowInSeconds")) {
            throw AwsError.notHere("ParallelizationFactor above 1 and TumblingWindowInSeconds");
        }
        EventSourceMapping mapping = new EventSourceMapping(
                id,
                new EventSourceMapping.Settings(
                        lambda.function(properties.path("FunctionName").asText())
                                .name(),
                        source,
                        properties.path("BatchSize").asInt(DEFAULT_BATCH),
                        Duration.ofSeconds(properties
                                .path("MaximumBatchingWindowInSeconds")
                                .asInt(0)),
                        properties.path("StartingPosition").asText().equals("LATEST"),
                        properties.path("BisectBatchOnFunctionError").asBoolean(),
                        reportsItemFailures(properties),
                        properties.path("MaximumRetryAttempts").asInt(-1),
                        age(properties.path("MaximumRecordAgeInSeconds").asInt(-1)),
                        properties
                                .path("DestinationConfig")
                                .path("OnFailure")
                                .path("Destination")
                                .asText(null),
                        properties.path("FilterCriteria").path("Filters")),
                position,
                lambda,
                streams,
                targets,
                iam);
        if (properties.path("Enabled").asBoolean(true)) {
            mapping.start();
        }
        lambda.mappings().put(id, mapping);
        return new Physical(
                id,
                Map.of("Id", id, "EventSourceMappingArn", lambda.names().arn("lambda", "event-source-mapping:" + id)));
    }

    private static boolean reportsItemFailures(ObjectNode properties) {
        for (JsonNode type : properties.path("FunctionResponseTypes")) {
            if (type.asText().equals("ReportBatchItemFailures")) {
                return true;
            }
        }
        return false;
    }

    private static Duration age(int seconds) {
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
    }

    @Override
    public void delete(Physical existing) {
        EventSourceMapping mapping = lambda.mappings().remove(existing.ref());
        if (mapping != null) {
            mapping.close();
        }
    }
}
