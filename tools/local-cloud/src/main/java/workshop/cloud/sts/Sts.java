package workshop.cloud.sts;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.shape.Members;

/**
 * STS: GetCallerIdentity, which needs no permission, and AssumeRole for the roles that {@code cdk bootstrap} makes. Those
 * stand for the account's owner; roles that a template makes are for the services that they trust.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html">STS API</a>
 */
public record Sts(Iam iam) {
    public static final String XML_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    /** The role of `cdk bootstrap` that the CLI assumes to deploy, to look up, or to publish files. */
    private static final String BOOTSTRAP_ROLE =
            "role/cdk-hnb659fds-(deploy|lookup|file-publishing|image-publishing)-role-\\d+-[a-z0-9-]+";

    /** How long a session lasts if the call doesn't say, and at most if the role doesn't; in seconds. */
    private static final int MAX_SESSION = 3600;

    /** No session's key, and so the owner's. */
    private static final String OWNERS_KEY = "AKIALOCALCLOUDOWNER0";

    /** Adds all operations; no policy is asked, since on AWS none is needed to learn who one is. */
    public Operations of(Operations operations) {
        Members assume = Members.of(
                required("RoleArn", text(20, 2048)),
                required("RoleSessionName", text(2, 64, "[\\w+=,.@-]*")),
                optional("DurationSeconds", whole(900, 43_200)));
        return operations
                .invalid("ValidationError")
                .authorizedBy((caller, action, resource) -> {})
                .on("GetCallerIdentity", Members.NONE, (caller, input) -> identity(caller))
                .on("AssumeRole", assume, this::assume);
    }

    private JsonNode identity(Caller caller) {
        boolean isOwner = caller instanceof Caller.Owner;
        return Json.object()
                .put("Arn", caller.arn())
                .put("UserId", isOwner ? Options.ACCOUNT_ID : "AROALOCALCLOUD:" + caller.session())
                .put("Account", Options.ACCOUNT_ID);
    }

    private JsonNode assume(Caller caller, ObjectNode input) {
        String role = input.path("RoleArn").asText();
        AwsError.refuse(!role.matches("arn:[^:]+:[^:]+:[^:]*:[^:]*:.+"), "ValidationError", role + " is invalid");
        AwsError.notHere(iam.trusts(role, caller), "the session of a role that another assumes, as " + role);
        boolean isOwner = caller instanceof Caller.Owner;
        if (!isOwner || !role.matches(Arn.withoutRegion("iam", BOOTSTRAP_ROLE))) {
            String refusal = isOwner
                    ? "Roles may not be assumed by root accounts."
                    : "User: " + caller.arn() + " is not authorized to perform: sts:AssumeRole on resource: " + role;
            throw new AwsError(403, "AccessDenied", refusal);
        }
        int seconds = input.path("DurationSeconds").asInt(MAX_SESSION);
        AwsError.refuse(
                seconds > MAX_SESSION,
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        String session = input.path("RoleSessionName").asText();
        Instant until = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
        ObjectNode answer = Json.object();
        answer.putObject("Credentials")
                .put("AccessKeyId", OWNERS_KEY)
                .put("SecretAccessKey", "local-cloud")
                .put("SessionToken", "local-cloud")
                .put("Expiration", until.toString());
        answer.putObject("AssumedRoleUser")
                .put("Arn", iam.session(role, session).arn())
                .put("AssumedRoleId", "AROALOCALCLOUD:" + session);
        return answer;
    }
}
