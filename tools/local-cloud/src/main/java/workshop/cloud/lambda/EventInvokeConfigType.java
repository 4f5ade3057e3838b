package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import workshop.cloud.ResourceType;
import workshop.cloud.lambda.AsyncInvoker.EventInvokeConfig;

/** {@code AWS::Lambda::EventInvokeConfig}: how a function is invoked asynchronously. */
public record EventInvokeConfigType(Lambda lambda) implements ResourceType {
    private static final int SIX_HOURS = 21_600;

    @Override
    public String name() {
        return "AWS::Lambda::EventInvokeConfig";
    }

    @Override
    public Set<String> honoured() {
        return Set.of(
                "FunctionName", "Qualifier", "MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig");
    }

    @Override
    public Set<String> replacing() {
        return Set.of("FunctionName", "Qualifier");
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
