package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** {@code AWS::Lambda::EventInvokeConfig}: how a function, a version or an alias is invoked asynchronously. */
public record EventInvokeConfigType(Lambda lambda) implements ResourceType {
    private static final int SIX_HOURS = 21_600;

    private static final Shape DESTINATION =
            Members.of(required("Destination", text(0, 350, "|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9-])+:.*")));

    public static final Members PROPERTIES = Members.of(
            required("FunctionName", text(1, 140)).replacing(),
            required("Qualifier", text(1, 129, "\\$LATEST|[a-zA-Z0-9$_-]+")).replacing(),
            optional("MaximumRetryAttempts", whole(0, 2)),
            optional("MaximumEventAgeInSeconds", whole(60, SIX_HOURS)),
            optional(
                    "DestinationConfig",
                    Members.of(optional("OnSuccess", DESTINATION), optional("OnFailure", DESTINATION))));

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        FunctionName name = lambda.name(properties.path("FunctionName").asText())
                .with(properties.path("Qualifier").asText(null));
        DeployedFunction function = lambda.find(name.name())
                .filter(found -> found.environments(name.qualifierOrLatest()) != null)
                .orElseThrow(() -> AwsError.notFound("The function doesn't exist."));
        JsonNode destinations = properties.path("DestinationConfig");
        if (destinations.isMissingNode()
                && !properties.has("MaximumRetryAttempts")
                && !properties.has("MaximumEventAgeInSeconds")) {
            throw EventSourceMappings.invalid(
                    "You must specify at least one of error handling or destination setting.");
        }
        EventInvokeConfig config = new EventInvokeConfig(
                number(properties.path("MaximumRetryAttempts")),
                number(properties.path("MaximumEventAgeInSeconds")),
                destination(function, destinations.at("/OnSuccess/Destination").asText("")),
                destination(function, destinations.at("/OnFailure/Destination").asText("")),
                Instant.now());
        function.configure(name.qualifierOrLatest(), config);
        return new Physical(name.name() + "|" + name.qualifierOrLatest(), Map.of("FunctionName", name.name()));
    }

    private static Integer number(JsonNode given) {
        return given.isMissingNode() ? null : Integer.valueOf(given.asText());
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Destinations</a> */
    private String destination(DeployedFunction function, String arn) {
        if (arn.isEmpty()) {
            return null;
        }
        String service = Arn.parse(arn).service();
        if (service.equals("s3")) {
            throw AwsError.notHere("a bucket as the destination of an invocation, as " + arn);
        }
        if (!List.of("lambda", "sqs", "sns", "events").contains(service)) {
            throw EventSourceMappings.invalid("The destination ARN " + arn + " is invalid.");
        }
        if (service.equals("lambda")) {
            FunctionName other = lambda.name(arn);
            if (lambda.find(other.name()).isEmpty()) {
                throw EventSourceMappings.invalid("The destination ARN " + arn + " is invalid.");
            }
            if (other.name().equals(function.function().name())) {
                throw EventSourceMappings.invalid("You can't specify the function as a destination for itself.");
            }
        }
        return arn;
    }

    @Override
    public void delete(Physical existing) {
        String[] id = existing.ref().split("\\|");
        lambda.find(id[0]).ifPresent(function -> function.configure(id[1], null));
    }
}
