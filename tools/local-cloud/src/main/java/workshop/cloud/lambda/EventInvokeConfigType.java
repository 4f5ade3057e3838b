package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.lambda.AsyncInvoker.EventInvokeConfig;
import workshop.cloud.shape.Members;

/** {@code AWS::Lambda::EventInvokeConfig}: how a function is invoked asynchronously. */
public record EventInvokeConfigType(Lambda lambda) implements ResourceType {
    private static final int SIX_HOURS = 21_600;

    private static final Members PROPERTIES = Members.of(
            optional("FunctionName", ANY).replacing(),
            optional("Qualifier", ANY).replacing(),
            optional("MaximumRetryAttempts", ANY),
            optional("MaximumEventAgeInSeconds", ANY),
            optional("DestinationConfig", ANY));

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
