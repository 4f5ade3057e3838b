package workshop.cloud.delivery;

import workshop.cloud.iam.Caller;

/**
 * Who delivers: a service for itself, or with a role.
 *
 * @param caller as whom the target is asked
 * @param sourceArn on whose behalf, such as a rule's ARN
 */
public record Sender(Caller caller, String sourceArn) {

    /** A service that the target's own policy has to let, such as {@code events.amazonaws.com} for a rule. */
    public static Sender service(String principal, String sourceArn) {
        return new Sender(new Caller.ServicePrincipal(principal, sourceArn), sourceArn);
    }
}
