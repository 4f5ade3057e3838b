package workshop.cloud.iam;

/**
 * Who calls: the account's owner, or a role that a function assumed.
 *
 * @param arn the principal as AWS prints it, such as {@code arn:aws:sts::000000000000:assumed-role/R/StreamPublisher}
 * @param roleArn the assumed role; null for the owner, who may do everything
 * @param accessKeyId which of the role's sessions; empty where a service acts for the role
 */
public record Caller(String arn, String roleArn, String accessKeyId) {

    public boolean isOwner() {
        return roleArn == null;
    }

    /** The session's name, which for a function is the function's name. */
    public String session() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
