package workshop.cloud;

/** The account's own ARNs: where it is, and how a resource in it is named. */
public record Names(String region, String account) {

    /** The ARN of a resource of this account's region, such as {@code arn("sqs", "orders")}. */
    public String arn(String service, String resource) {
        return new Arn(service, region, account, resource).toString();
    }

    /** The ARN of a resource without a region, such as a role. */
    public String globalArn(String service, String resource) {
        return new Arn(service, "", account, resource).toString();
    }
}
