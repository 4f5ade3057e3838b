package workshop.cloud.gateway;

import java.util.Map;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Members;

/** An AWS service on the wire: it gets the requests signed for it, and shapes its own errors. */
public interface Service {

    /** The members that each of its operations takes, by the operation's name. */
    default Map<String, Members> members() {
        return Map.of();
    }

    /** Its operations that a fault can strike, each with the IAM action that it asks for. */
    default Map<String, String> actions() {
        return Map.of();
    }

    /** Answers a request; whatever goes wrong is an answer too. */
    HttpReply handle(Caller caller, HttpRequest request);
}
