package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import workshop.cloud.Json;

/** Functions, aliases and how they are invoked, as Lambda's API shows them. */
final class FunctionView {

    private FunctionView() {}

    static ObjectNode configuration(LambdaFunction function, String arn) {
        ObjectNode answer = Json.object()
                .put("FunctionName", function.name())
                .put("FunctionArn", arn)
                .put("Runtime", function.runtime())
                .put("Role", function.roleArn())
                .put("Handler", function.handler())
                .put("CodeSha256", function.codeHash())
                .put("Description", function.description())
                .put("Timeout", function.timeout().toSeconds())
                .put("MemorySize", function.memory())
                .put("PackageType", "Zip")
                .put("Version", function.version())
                .put("State", "Active")
                .put("LastUpdateStatus", "Successful");
        if (!function.environment().isEmpty()) {
            ObjectNode variables = answer.putObject("Environment").putObject("Variables");
            function.environment().forEach(variables::put);
        }
        if (function.deadLetterArn() != null) {
            answer.putObject("DeadLetterConfig").put("TargetArn", function.deadLetterArn());
        }
        answer.putObject("LoggingConfig").put("LogFormat", "Text").put("LogGroup", function.logGroup());
        return answer;
    }

    static ObjectNode alias(Alias alias, String arn) {
        ObjectNode answer = Json.object()
                .put("AliasArn", arn)
                .put("Name", alias.name())
                .put("FunctionVersion", alias.version())
                .put("Description", alias.description());
        if (alias.otherVersion() != null) {
            answer.putObject("RoutingConfig")
                    .putObject("AdditionalVersionWeights")
                    .put(alias.otherVersion(), alias.otherWeight());
        }
        return answer;
    }

    static ObjectNode config(EventInvokeConfig config, String arn) {
        ObjectNode answer = Json.object()
                .put("FunctionArn", arn)
                .put("LastModified", config.changedAt().toEpochMilli() / 1000.0)
                .put("MaximumRetryAttempts", config.retries())
                .put("MaximumEventAgeInSeconds", config.maximumAge());
        ObjectNode destinations = answer.putObject("DestinationConfig");
        destinations.set("OnSuccess", destination(config.onSuccess()));
        destinations.set("OnFailure", destination(config.onFailure()));
        return answer;
    }

    static ObjectNode destination(String arn) {
        return arn == null ? Json.object() : Json.object().put("Destination", arn);
    }
}
