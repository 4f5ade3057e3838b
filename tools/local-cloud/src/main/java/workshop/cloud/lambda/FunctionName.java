package workshop.cloud.lambda;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Options;

/**
 * How a function is named: by its name, a part of its ARN or all of it, perhaps with a version or an alias.
 *
 * @param qualifier a version, an alias, {@code $LATEST}, or null
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">FunctionName</a>
 */
record FunctionName(String name, String qualifier) {
    static final String LATEST = "$LATEST";
    static final String PATTERN = "(arn:(aws[a-zA-Z-]*)?:lambda:)?"
            + "((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)"
            + "(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

    private static final Pattern NAMED = Pattern.compile(PATTERN);
    private static final int REGION = 3;
    private static final int ACCOUNT = 9;
    private static final int NAME = 11;
    private static final int QUALIFIER = 13;

    /** Reads a name; throws {@link AwsError} if it is none, or one of another region or account. */
    static FunctionName parse(String text) {
        Matcher named = NAMED.matcher(text);
        if (!named.matches()) {
            throw AwsError.validation("1 validation error detected: Value '" + text
                    + "' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                    + PATTERN);
        }
        String region = named.group(REGION);
        if (region != null && !region.equals(Options.REGION + ":")) {
            throw Lambda.notFound("Functions from '" + region.replace(":", "") + "' are not reachable in this region ('"
                    + Options.REGION + "')");
        }
        String account = named.group(ACCOUNT);
        if (account != null && !account.equals(Options.ACCOUNT_ID + ":")) {
            throw Lambda.notFound("Function not found: " + text);
        }
        return new FunctionName(named.group(NAME), named.group(QUALIFIER));
    }

    /** Of an ARN that {@link #arn} made. */
    static FunctionName of(String arn) {
        String[] parts = arn.split(":");
        return new FunctionName(parts[6], parts.length > 7 ? parts[7] : null);
    }

    /** The same with a qualifier that is given beside it; null for none. Throws if both say another one. */
    FunctionName with(String given) {
        if (given == null || given.equals(qualifier)) {
            return this;
        }
        Lambda.refuse(
                qualifier != null,
                "The derived qualifier from the function name does not match the specified qualifier.");
        return new FunctionName(name, given);
    }

    /** What it means where no qualifier is said: {@code $LATEST}. */
    String qualifierOrLatest() {
        return qualifier == null ? LATEST : qualifier;
    }

    String arn() {
        return Arn.inRegion("lambda", "function:" + name + (qualifier == null ? "" : ":" + qualifier));
    }
}
