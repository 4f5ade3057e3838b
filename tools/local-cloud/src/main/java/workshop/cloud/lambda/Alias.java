package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import workshop.cloud.Json;

/**
 * A name for a version.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html">Aliases</a>
 */
record Alias(String name, String description, String version) {

    ObjectNode json(String arn) {
        return Json.object()
                .put("AliasArn", arn)
                .put("Name", name)
                .put("FunctionVersion", version)
                .put("Description", description)
                .put("RevisionId", LambdaFunction.revision(this));
    }
}
