package workshop.cloud.gateway;

import workshop.cloud.iam.Caller;

/** An AWS service on the wire: it gets the requests signed for it, and shapes its own errors. */
public interface Service {

    /** Answers a request; whatever goes wrong is an answer too. */
    HttpReply handle(Caller caller, HttpRequest request);
}
