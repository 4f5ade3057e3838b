package workshop.cloud.lambda;

import static workshop.cloud.ResourceType.TAGS_OF_LAMBDA;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Options;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The resource type of event source mappings, of DynamoDB streams and SQS queues. */
record MappingType(Lambda lambda) {
    private static final int BATCH_OF_STREAM = 100;
    private static final int BATCH_OF_QUEUE = 10;
    private static final List<String> OF_STREAMS =
            List.of(("BisectBatchOnFunctionError MaximumRetryAttempts MaximumRecordAgeInSeconds DestinationConfig"
                            + " ParallelizationFactor TumblingWindowInSeconds")
                    .split(" "));

    ResourceType type() {
        Shape filter = Members.of(optional("Pattern", text(0, 4096)));
        Members properties = Members.of(
                        required("FunctionName", text(1, 140, FunctionName.PATTERN)),
                        required("EventSourceArn", FunctionTypes.ARN).replacing(),
                        optional("BatchSize", whole(1, 10_000)),
                        optional("MaximumBatchingWindowInSeconds", whole(0, 300)),
                        optional("StartingPosition", oneOf("LATEST", "TRIM_HORIZON", "AT_TIMESTAMP"))
                                .replacing(),
                        optional("BisectBatchOnFunctionError", flag()),
                        optional("FunctionResponseTypes", list(oneOf("ReportBatchItemFailures"), 0, 1)),
                        optional("MaximumRetryAttempts", whole(-1, 10_000)),
                        optional("MaximumRecordAgeInSeconds", whole(-1, 604_800)),
                        optional(
                                "DestinationConfig", optional("OnFailure", optional("Destination", FunctionTypes.ARN))),
                        optional(
                                "FilterCriteria",
                                optional("Filters", list(filter, 1, 20).distinct())),
                        optional("Enabled", flag()),
                        optional("ParallelizationFactor", whole(1, 10)),
                        optional("TumblingWindowInSeconds", whole(0, 900)),
                        optional("ScalingConfig", optional("MaximumConcurrency", whole(2, 1000))),
                        TAGS_OF_LAMBDA)
                .refuse(
                        "the local cloud does not have ParallelizationFactor above 1 and TumblingWindowInSeconds above 0",
                        mapping -> mapping.path("ParallelizationFactor").asInt(1) > 1
                                || mapping.path("TumblingWindowInSeconds").asInt(0) > 0)
                .returning("Id", "EventSourceMappingArn");
        EventSourceMappings mappings = lambda.mappings;
        return new ResourceType("AWS::Lambda::EventSourceMapping", properties)
                .creates(declaration -> {
                    String id = handled(() -> mappings.create(definition(declaration.properties())));
                    String its = Arn.inRegion("lambda", "event-source-mapping:" + id);
                    return new Physical(id, Map.of("Id", id, "EventSourceMappingArn", its));
                })
                .updates((declaration, existing) ->
                        handled(() -> mappings.update(existing.ref(), definition(declaration.properties()))))
                .deletes(existing -> mappings.remove(existing.ref()));
    }

    /** CloudFormation puts these words before Lambda's. */
    private static String handled(Supplier<String> change) {
        try {
            return change.get();
        } catch (AwsError e) {
            throw e.code().startsWith("Invalid") ? Lambda.invalid("Invalid request provided: " + e.getMessage()) : e;
        }
    }

    private MappingDefinition definition(ObjectNode given) {
        String source = given.path("EventSourceArn").asText();
        String service = Arn.parse(source).service();
        Lambda.refuse(
                !service.matches("dynamodb|sqs|kafka|kinesis|mq|rds"),
                "Unrecognized event source. Unsupported source arn : " + source);
        if (!service.matches("dynamodb|sqs")) {
            throw AwsError.notHere(
                    "event source mappings of " + source + "; it has those of DynamoDB streams and SQS queues");
        }
        Lambda.refuse(
                !Arn.parse(source).region().equals(Options.REGION),
                "Event source region must match Lambda region " + Options.REGION);
        boolean queue = service.equals("sqs");
        MappingDefinition definition = new MappingDefinition(
                function(given.path("FunctionName").asText()),
                source,
                given.path("Enabled").asBoolean(true),
                given.path("BatchSize").asInt(queue ? BATCH_OF_QUEUE : BATCH_OF_STREAM),
                Duration.ofSeconds(given.path("MaximumBatchingWindowInSeconds").asInt(0)),
                given.path("StartingPosition").asText(null),
                given.path("BisectBatchOnFunctionError").asBoolean(),
                !given.path("FunctionResponseTypes").isEmpty(),
                given.path("MaximumRetryAttempts").asInt(-1),
                given.path("MaximumRecordAgeInSeconds").asInt(-1),
                given.at("/DestinationConfig/OnFailure/Destination").asText(null),
                given.at("/ScalingConfig/MaximumConcurrency").asInt(),
                given.at("/FilterCriteria/Filters").findValuesAsText("Pattern"));
        int filters = definition.filters().size();
        Lambda.refuse(
                filters > 5,
                "Too many filter patterns, maximum allowed 5 patterns, provided " + filters + " patterns.");
        if (queue) {
            checkQueue(given, definition);
        } else {
            checkStream(given, definition);
        }
        return definition;
    }

    private FunctionName function(String named) {
        FunctionName name = FunctionName.parse(named);
        try {
            lambda.environments(name);
            return name;
        } catch (AwsError e) {
            throw Lambda.invalid("Function does not exist");
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html">Parameters for SQS</a> */
    private static void checkQueue(ObjectNode given, MappingDefinition definition) {
        Lambda.refuse(definition.startingPosition() != null, "StartingPosition is not valid for SQS event sources.");
        refuse(given, OF_STREAMS);
        boolean windowed = !definition.window().isZero();
        Lambda.refuse(
                definition.batchSize() > BATCH_OF_QUEUE && !windowed,
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than "
                        + BATCH_OF_QUEUE);
        Lambda.refuse(definition.isFifo() && windowed, "Batching window is not supported for FIFO queues");
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html">Parameters for streams</a> */
    private static void checkStream(ObjectNode given, MappingDefinition definition) {
        refuse(given, List.of("ScalingConfig"));
        Lambda.refuse(
                definition.startingPosition() == null,
                "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must"
                        + " not be null.");
        Lambda.refuse(
                "AT_TIMESTAMP".equals(definition.startingPosition()),
                "Unsupported starting position for arn type: " + definition.source());
        Lambda.refuse(
                definition.maximumAge() >= 0 && definition.maximumAge() < 60,
                "MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)");
    }

    private static void refuse(ObjectNode given, List<String> names) {
        names.stream().filter(given::has).findFirst().ifPresent(name -> {
            throw Lambda.invalid("Unsupported " + name + " parameter for given event source mapping type.");
        });
    }
}
