package workshop.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import workshop.cloud.Json;

/** A stack's template as CDK wrote it: which hops a change of a to-do should take, and where functions log. */
public record SynthesizedTemplate(JsonNode resources) {

    public static SynthesizedTemplate of(String text) {
        return new SynthesizedTemplate(Json.read(text).path("Resources"));
    }

    public boolean has(String type) {
        return ofType(type).findAny().isPresent();
    }

    /** Whether some rule has a log group as its target. */
    public boolean hasLoggingRule() {
        return targets().anyMatch(target -> target.path("Arn").toString().contains(":logs:"));
    }

    /** Whether some rule has a function as its target. */
    public boolean hasHandlingRule() {
        return targets()
                .map(target -> target.at("/Arn/Fn::GetAtt/0").asText())
                .anyMatch(id -> resources.path(id).path("Type").asText().equals("AWS::Lambda::Function"));
    }

    private Stream<JsonNode> targets() {
        return ofType("AWS::Events::Rule")
                .flatMap(rule -> rule.at("/Properties/Targets").valueStream());
    }

    /** How many subscriptions send mail, and so wait for a confirmation. */
    public long mailSubscriptions() {
        return ofType("AWS::SNS::Subscription")
                .filter(subscription ->
                        subscription.at("/Properties/Protocol").asText().startsWith("email"))
                .count();
    }

    /** What the functions' handlers are called, as Lambda loads them. */
    List<String> handlers() {
        return ofType("AWS::Lambda::Function")
                .map(function -> function.at("/Properties/Handler").asText())
                .toList();
    }

    private Stream<JsonNode> ofType(String type) {
        return resources
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals(type));
    }
}
