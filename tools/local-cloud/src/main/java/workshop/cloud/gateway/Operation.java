package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import workshop.cloud.AwsError;
import workshop.cloud.iam.Caller;

/** One operation of a service: its input as AWS's API reference names it, its output likewise. */
@FunctionalInterface
public interface Operation {

    /** Does it; throws {@link AwsError} for what AWS would answer with an error. */
    JsonNode call(Caller caller, ObjectNode input);
}
