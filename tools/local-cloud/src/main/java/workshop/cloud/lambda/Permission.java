package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import workshop.cloud.Json;
import workshop.cloud.iam.Policy;

/**
 * A statement of the policy of a function, a version or an alias.
 *
 * @param principal a service, an account, an ARN, or {@code *}
 * @param sourceArn null for any
 * @param sourceAccount null for any
 */
record Permission(String id, String action, String principal, String sourceArn, String sourceAccount) {

    /** The statement as a policy of its own. */
    Policy on(String resourceArn) {
        ObjectNode statement = Json.object().put("Sid", id).put("Effect", "Allow");
        if (principal.equals("*")) {
            statement.put("Principal", principal);
        } else if (principal.matches("\\d{12}")) {
            statement.putObject("Principal").put("AWS", "arn:aws:iam::" + principal + ":root");
        } else {
            statement.putObject("Principal").put(principal.startsWith("arn:") ? "AWS" : "Service", principal);
        }
        statement.put("Action", action).put("Resource", resourceArn);
        if (sourceAccount != null) {
            statement.withObject("/Condition").putObject("StringEquals").put("AWS:SourceAccount", sourceAccount);
        }
        if (sourceArn != null) {
            statement.withObject("/Condition").putObject("ArnLike").put("AWS:SourceArn", sourceArn);
        }
        return Policy.of(Json.object().put("Version", "2012-10-17").set("Statement", statement));
    }
}
