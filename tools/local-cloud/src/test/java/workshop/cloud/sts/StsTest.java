package workshop.cloud.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.AwsQuery;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.IamTypes;

class StsTest {
    private final Iam iam = new Iam();
    private final AwsQuery sts =
            new AwsQuery(Sts.XML_NAMESPACE, new Sts(iam).of(new Operations("sts", iam, new Faults())));

    private HttpReply call(Caller caller, String form) {
        return sts.handle(
                caller, new HttpRequest("POST", "/", Map.of(), Map.of(), form.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private String assume(Caller caller, String role) {
        return text(call(
                caller,
                "Action=AssumeRole&RoleSessionName=cdk&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2F" + role));
    }

    @Test
    void theOwnerIsTheAccountsRoot() {
        assertThat(text(call(iam.owner(), "Action=GetCallerIdentity&Version=2011-06-15")))
                .contains("<Arn>arn:aws:iam::000000000000:root</Arn>", "<Account>000000000000</Account>");
    }

    @Test
    void aRoleWithoutAnyPolicyLearnsWhoItIs() {
        Caller caller = iam.session("arn:aws:iam::000000000000:role/R", "Fn");
        assertThat(text(call(caller, "Action=GetCallerIdentity")))
                .contains("<Arn>arn:aws:sts::000000000000:assumed-role/R/Fn</Arn>");
    }

    @Test
    void theRolesOfTheBootstrapAreForTheOwner() {
        String role = "cdk-hnb659fds-deploy-role-000000000000-us-east-1";
        String answer = assume(iam.owner(), role);
        String key = answer.replaceFirst("(?s).*<AccessKeyId>", "").replaceFirst("(?s)<.*", "");
        assertThat(iam.caller(key)).isEqualTo(iam.owner());
        assertThat(assume(iam.session("arn:aws:iam::000000000000:role/R", "Fn"), role))
                .contains("<Code>AccessDenied</Code>");
    }

    /** As people met it: github.com/kubeflow/testing/pull/961 (root), the user guide's "Troubleshoot IAM roles". */
    @Test
    void anyOtherRoleIsRefusedInAwssWording() {
        assertThat(assume(iam.owner(), "mine"))
                .contains("<Code>AccessDenied</Code>", "Roles may not be assumed by root accounts.");
        assertThat(assume(iam.session("arn:aws:iam::000000000000:role/R", "Fn"), "mine"))
                .contains("User: arn:aws:sts::000000000000:assumed-role/R/Fn is not authorized to perform:"
                        + " sts:AssumeRole on resource: arn:aws:iam::000000000000:role/mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::000000000000:role/R", "000000000000"})
    void aRoleThatTrustsTheCallerIsRefusedByName(String trusted) {
        String properties =
                "{\"RoleName\": \"mine\", \"AssumeRolePolicyDocument\": {\"Statement\": [{\"Effect\": \"Allow\","
                        + " \"Action\": \"sts:AssumeRole\", \"Principal\": {\"%s\": \"%s\"}}]}}";
        ResourceType roles = new IamTypes(iam).role();
        for (String[] principal : new String[][] {{"Service", "lambda.amazonaws.com"}, {"AWS", trusted}}) {
            String name = principal[0].equals("AWS") ? "mine" : "R";
            ObjectNode given = (ObjectNode)
                    Json.read(properties.formatted((Object[]) principal).replace("mine", name));
            roles.create(new Declaration("S", name, name, given));
        }
        assertThat(assume(iam.session("arn:aws:iam::000000000000:role/R", "Fn"), "mine"))
                .contains("<Code>NotImplemented</Code>", "the session of a role that another assumes");
    }

    /** As https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html says of roles that don't trust the caller. */
    @Test
    void aBootstrapsRoleIsOneOfThisAccount() {
        String name = "/cdk-hnb659fds-deploy-role-000000000000-us-east-1";
        for (String arn : new String[] {
            "arn:aws:iam::123456789012:role" + name,
            "arn:aws:iam::000000000000:user" + name,
            "arn:aws:iam::000000000000:role/path" + name,
            "arn:aws:sqs:us-east-1:000000000000:role" + name
        }) {
            assertThat(refused(arn, "&RoleSessionName=cdk"))
                    .contains("<Code>AccessDenied</Code>", "Roles may not be assumed by root accounts.");
        }
    }

    /** As AWS's query protocols say of what they can't read. */
    @Test
    void aTextWhereANumberMustBeIsMalformed() {
        assertThat(refused("arn:aws:iam::000000000000:role/mine", "&RoleSessionName=cdk&DurationSeconds=long"))
                .contains("<Code>MalformedInput</Code>", "The value at 'durationSeconds' is no Integer: long");
    }

    private String refused(String arn, String more) {
        return text(call(iam.owner(), "Action=AssumeRole&RoleArn=" + arn + more));
    }

    /** As in https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html. */
    @Test
    void whatIsNoRoleOfAwsIsAValidationError() {
        for (String arn : new String[] {
            "nothing-valid-in-here",
            "arn::b:::something/test-role",
            "arn:a::::something/test-role",
            "arn:a:::something/test-role",
            "arn:a:a::aaaaaaaaaa:"
        }) {
            assertThat(refused(arn, "&RoleSessionName=Session1"))
                    .contains("<Code>ValidationError</Code><Message>" + arn + " is invalid</Message>");
        }
        String role = "arn:aws:iam::000000000000:role/mine";
        assertThat(refused(role, "&RoleSessionName=Session1:2"))
                .contains("<Code>ValidationError</Code><Message>1 validation error detected: Value 'Session1:2' at"
                        + " 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression"
                        + " pattern: [\\w+=,.@-]*</Message>");
        assertThat(refused(role, "")).contains("Value null at 'roleSessionName'");
        assertThat(refused(role, "&RoleSessionName=cdk&DurationSeconds=899")).contains("at 'durationSeconds'");
        assertThat(refused(role, "&RoleSessionName=cdk&ExternalId=ab"))
                .contains("<Code>NotImplemented</Code>", "the parameter ExternalId");
    }

    @Test
    void aSessionLastsAsLongAsIsAskedForAndAnHourAtMost() {
        String role = "cdk-hnb659fds-deploy-role-000000000000-us-east-1&DurationSeconds=";
        String until = assume(iam.owner(), role + "900")
                .replaceFirst("(?s).*<Expiration>", "")
                .replaceFirst("(?s)<.*", "");
        assertThat(Instant.parse(until))
                .isBetween(Instant.now().plusSeconds(840), Instant.now().plusSeconds(900));
        assertThat(assume(iam.owner(), role + "3601"))
                .contains("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
}
