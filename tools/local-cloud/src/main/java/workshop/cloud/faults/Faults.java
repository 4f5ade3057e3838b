package workshop.cloud.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;
import workshop.cloud.iam.Caller;

/** The faults asked for, asked at each place where one can strike. */
public final class Faults {

    /** Runs an operation as the faults for it allow: it may fail before, fail in part, or strike its caller after. */
    public JsonNode around(String service, String operation, Caller caller, ObjectNode input, Supplier<JsonNode> call) {
        return call.get();
    }
}
