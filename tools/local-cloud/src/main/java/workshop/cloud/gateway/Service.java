package workshop.cloud.gateway;

import java.util.Map;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Members;

/** An AWS service on the wire: it gets the requests signed for it, and shapes its own errors. */
public interface Service {

    default Operations operations() {
        return Operations.NONE;
    }

    /** The members that each of its operations takes, by the operation's name. */
    default Map<String, Members> members() {
        return operations().members();
    }

    /** Its operations that a fault can strike, each with the IAM action that it asks for. */
    default Map<String, String> actions() {
        return operations().actions();
    }

    /** Answers a request; whatever goes wrong is an answer too. */
    HttpReply handle(Caller caller, HttpRequest request);
}
