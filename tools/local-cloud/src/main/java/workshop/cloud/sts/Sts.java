package workshop.cloud.sts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Names;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.AwsQuery;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;

/**
 * STS: GetCallerIdentity, which needs no permission, and AssumeRole for the roles that {@code cdk bootstrap} makes. Those
 * stand for the account's owner; roles that a template makes are for the services that they trust.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html">STS API</a>
 */
public record Sts(Names names, Iam iam, Faults faults) implements Service {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    /** The role of `cdk bootstrap` that the CLI assumes to deploy, to look up, or to publish files. */
    private static final Pattern BOOTSTRAP_ROLE =
            Pattern.compile("cdk-hnb659fds-(deploy|lookup|file-publishing|image-publishing)-role-\\d+-[a-z0-9-]+");

    /** No session's key, and so the owner's. */
    private static final String OWNERS_KEY = "AKIALOCALCLOUDOWNER0";

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        // Asked in the owner's name, since on AWS no policy is needed to learn who one is
        Operations operations = new Operations("sts", iam, faults)
                .on("GetCallerIdentity", (owner, input) -> identity(caller))
                .on("AssumeRole", (owner, input) -> assume(caller, input));
        return new AwsQuery(NAMESPACE, operations).handle(iam.owner(), request);
    }

    private JsonNode identity(Caller caller) {
        return Json.object()
                .put("Arn", caller.arn())
                .put("UserId", caller instanceof Caller.Owner ? names.account() : "AROALOCALCLOUD:" + caller.session())
                .put("Account", names.account());
    }

    private JsonNode assume(Caller caller, ObjectNode input) {
        String role = input.path("RoleArn").asText();
        if (!(caller instanceof Caller.Owner)
                || !BOOTSTRAP_ROLE.matcher(Arn.parse(role).name()).matches()) {
            throw new AwsError(
                    403,
                    "AccessDenied",
                    "User: " + caller.arn() + " is not authorized to perform: sts:AssumeRole on resource: " + role);
        }
        String session = input.path("RoleSessionName").asText();
        ObjectNode answer = Json.object();
        answer.putObject("Credentials")
                .put("AccessKeyId", OWNERS_KEY)
                .put("SecretAccessKey", "local-cloud")
                .put("SessionToken", "local-cloud")
                .put(
                        "Expiration",
                        Instant.now()
                                .plus(Duration.ofHours(1))
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
        answer.putObject("AssumedRoleUser")
                .put("Arn", iam.session(role, session).arn())
                .put("AssumedRoleId", "AROALOCALCLOUD:" + session);
        return answer;
    }
}
