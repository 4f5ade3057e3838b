package workshop.cloud;

/**
 * An Amazon Resource Name: {@code arn:aws:service:region:account:resource}.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">ARNs</a>
 */
public record Arn(String service, String region, String account, String resource) {
    /** As Lambda takes one. */
    public static final String PATTERN = "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+"
            + ":((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";

    /** Reads an ARN; throws {@link IllegalArgumentException} naming the text that is none. */
    public static Arn parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn")) {
            throw new IllegalArgumentException("Not an ARN: " + text);
        }
        return new Arn(parts[2], parts[3], parts[4], parts[5]);
    }

    /** The ARN of a resource of this account's region, such as {@code inRegion("sqs", "orders")}. */
    public static String inRegion(String service, String resource) {
        return new Arn(service, Options.REGION, Options.ACCOUNT_ID, resource).toString();
    }

    /** The ARN of a resource of this account without a region, such as a role. */
    public static String withoutRegion(String service, String resource) {
        return new Arn(service, "", Options.ACCOUNT_ID, resource).toString();
    }

    /** What follows the last {@code /} or {@code :} of the resource: its name. */
    public String name() {
        return resource.substring(Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1);
    }

    @Override
    public String toString() {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
}
