package workshop.cloud.iam;

import java.util.List;

/** Who asks for something: the account's owner, a session of a role, or a service on behalf of one of its resources. */
public sealed interface Caller {

    /** The principal as AWS prints it. */
    String arn();

    /** Which session's key signed the request; empty where no key did. */
    default String accessKeyId() {
        return "";
    }

    /** The numbers of the hops that led to what it asks for; none where nobody knows. */
    default List<Long> causes() {
        return List.of();
    }

    /** X-Ray's header of the request that it makes, which goes on with messages; empty where it gave none. */
    default String traceHeader() {
        return "";
    }

    /** The same with such a header. */
    default Caller tracedBy(String header) {
        return this;
    }

    /** The session's name, which for a function is the function's name; {@code root} for the owner. */
    default String session() {
        return arn().substring(arn().lastIndexOf('/') + 1);
    }

    /** The account's owner, who may do everything. */
    record Owner(String arn, String traceHeader) implements Caller {
        public Owner(String arn) {
            this(arn, "");
        }

        @Override
        public Caller tracedBy(String header) {
            return new Owner(arn, header);
        }
    }

    /**
     * A role that somebody assumed, or for which a service acts.
     *
     * @param arn such as {@code arn:aws:sts::000000000000:assumed-role/R/StreamPublisher}
     * @param accessKeyId empty where a service acts for the role
     * @param causes for a function, the invocation that its process works on
     */
    record Session(String arn, String roleArn, String accessKeyId, List<Long> causes, String traceHeader)
            implements Caller {

        @Override
        public Caller tracedBy(String header) {
            return new Session(arn, roleArn, accessKeyId, causes, header);
        }
    }

    /**
     * A service that acts for itself; only the policy of the resource that it asks for can let it.
     *
     * @param arn its name, such as {@code events.amazonaws.com}
     * @param sourceArn on whose behalf, such as a rule's ARN
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">AWS
     *     service principals</a>
     */
    record ServicePrincipal(String arn, String sourceArn) implements Caller {}
}
