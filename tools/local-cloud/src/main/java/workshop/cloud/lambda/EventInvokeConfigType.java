package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.lambda.AsyncInvoker.EventInvokeConfig;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** {@code AWS::Lambda::EventInvokeConfig}: how a function is invoked asynchronously. */
public record EventInvokeConfigType(Lambda lambda) implements ResourceType {
    private static final int SIX_HOURS = 21_600;

    private static final Shape DESTINATION =
            Members.of(required("Destination", text(0, 350, "|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9-])+:.*")));

    private static final Members PROPERTIES = Members.of(
            required("FunctionName", text(1, 140)).replacing(),
            required("Qualifier", text(1, 129, "\\$LATEST|[a-zA-Z0-9$_-]+")).replacing(),
            optional("MaximumRetryAttempts", whole(0, 2)),
            optional("MaximumEventAgeInSeconds", whole(60, SIX_HOURS)),
            optional(
                    "DestinationConfig",
                    Members.of(optional("OnSuccess", DESTINATION), optional("OnFailure", DESTINATION))));

    @Override
    public String name() {
        return "AWS::Lambda::EventInvokeConfig";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        String function =
                lambda.function(properties.path("FunctionName").asText()).name();
        JsonNode destinations = properties.path("DestinationConfig");
        lambda.async()
                .configure(
                        function,
                        new EventInvokeConfig(
                                properties.path("MaximumRetryAttempts").asInt(2),
                                Duration.ofSeconds(properties
                                        .path("MaximumEventAgeInSeconds")
                                        .asInt(SIX_HOURS)),
                                destinations
                                        .path("OnSuccess")
                                        .path("Destination")
                                        .asText(null),
                                destinations
                                        .path("OnFailure")
                                        .path("Destination")
                                        .asText(null)));
        return new Physical(function, Map.of());
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return create(declaration);
    }

    @Override
    public void delete(Physical existing) {
        lambda.async().forget(existing.ref());
    }
}
