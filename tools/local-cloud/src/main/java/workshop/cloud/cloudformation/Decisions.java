package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The functions that decide, as a template's conditions and rules have them. */
record Decisions(Intrinsics intrinsics) {

    boolean holds(JsonNode condition) {
        if (condition.has("Condition")) {
            return intrinsics.condition(condition.get("Condition").asText());
        }
        String name = condition.fieldNames().next();
        FunctionFormat function = new FunctionFormat(name, condition.get(name));
        List<JsonNode> parts = function.argument().valueStream().toList();
        return switch (name) {
            case "Fn::Equals" ->
                intrinsics
                        .part(function, 0)
                        .asText()
                        .equals(intrinsics.part(function, 1).asText());
            case "Fn::Not" -> !holds(parts.get(0));
            case "Fn::And" -> parts.stream().allMatch(this::holds);
            case "Fn::Or" -> parts.stream().anyMatch(this::holds);
            case "Fn::Contains" -> {
                JsonNode wanted = intrinsics.part(function, 1);
                yield intrinsics.part(function, 0).valueStream().anyMatch(wanted::equals);
            }
            default -> throw function.refused();
        };
    }

    /** Throws if an assertion of the template's rules doesn't hold. */
    void checkRules() {
        for (JsonNode rule : intrinsics.template().section("Rules")) {
            if (rule.has("RuleCondition") && !holds(rule.get("RuleCondition"))) {
                continue;
            }
            for (JsonNode assertion : rule.path("Assertions")) {
                Template.refuse(
                        !holds(assertion.path("Assert")),
                        "Template error: " + assertion.path("AssertDescription").asText());
            }
        }
    }
}
