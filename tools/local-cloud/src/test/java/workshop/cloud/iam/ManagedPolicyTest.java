package workshop.cloud.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;

/**
 * Policies that are resources of their own.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html">Managed policies</a>
 */
class ManagedPolicyTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:t";

    private final Iam iam = new Iam();
    private final ResourceType roles = new IamTypes(iam).role();
    private final ResourceType policies = new IamTypes(iam).managedPolicy();

    private static Declaration declaration(String id, String properties) {
        return new Declaration("S", id, "1", (ObjectNode) Json.read(properties.replace('\'', '"')));
    }

    private static Declaration role(String managed) {
        return declaration(
                "Role",
                "{'AssumeRolePolicyDocument': {'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole',"
                        + " 'Principal': {'Service': 'lambda.amazonaws.com'}}]}, 'ManagedPolicyArns': [" + managed
                        + "]}");
    }

    private static Declaration policy(String action, String roles) {
        return declaration(
                "Policy",
                "{'PolicyDocument': {'Statement': [{'Effect': 'Allow', 'Action': '" + action
                        + "', 'Resource': '*'}]}, 'Roles': [" + roles + "]}");
    }

    private boolean isAllowed(String action) {
        try {
            iam.authorize(iam.session(iam.roleArn("S-Role-1"), "F"), action, TOPIC);
            return true;
        } catch (AwsError e) {
            return false;
        }
    }

    @Test
    void aRoleMayDoWhatAPolicyAllowsThatIsAttachedToIt() {
        Physical role = roles.create(role(""));
        assertThat(isAllowed("sns:Publish")).isFalse();

        Physical policy = policies.create(policy("sns:Publish", "'S-Role-1'"));
        assertThat(policy.ref()).isEqualTo("arn:aws:iam::000000000000:policy/S-Policy-1");
        assertThat(isAllowed("sns:Publish")).isTrue();
        roles.update(role(""), role);
        assertThat(isAllowed("sns:Publish")).isTrue();

        policies.update(policy("sns:Subscribe", "'S-Role-1'"), policy);
        assertThat(isAllowed("sns:Publish")).isFalse();
        assertThat(isAllowed("sns:Subscribe")).isTrue();
        policies.delete(policy);
        assertThat(isAllowed("sns:Subscribe")).isFalse();
    }

    @Test
    void aRoleMayDoWhatAPolicyAllowsThatItRefersTo() {
        Physical policy = policies.create(policy("sns:Publish", ""));
        Physical role = roles.create(role("'" + policy.ref() + "'"));
        assertThat(isAllowed("sns:Publish")).isTrue();

        policies.update(policy("sns:Subscribe", ""), policy);
        assertThat(isAllowed("sns:Publish")).isFalse();
        assertThat(isAllowed("sns:Subscribe")).isTrue();
        roles.update(role(""), role);
        assertThat(isAllowed("sns:Subscribe")).isFalse();
    }

    /**
     * A role's path is in its ARN; its sessions are without it, and so are those who attach to it, or trust it.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names">
     *     Paths</a>
     */
    @Test
    void aRoleIsFoundByItsNameWhateverItsPath() {
        Declaration declared = role("");
        declared.properties().put("Path", "/app/orders/");
        Physical role = roles.create(declared);
        assertThat(role.attributes()).containsEntry("Arn", "arn:aws:iam::000000000000:role/app/orders/S-Role-1");
        assertThat(iam.session(role.attributes().get("Arn"), "F").arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/S-Role-1/F");

        Physical policy = policies.create(policy("sns:Publish", "'S-Role-1'"));
        assertThat(isAllowed("sns:Publish")).isTrue();
        roles.update(declared, role);
        assertThat(isAllowed("sns:Publish")).isTrue();
        assertThat(invalid("arn:aws:iam::000000000000:role/app/orders/S-Role-1"))
                .isEmpty();
        assertThat(invalid("arn:aws:sts::000000000000:assumed-role/S-Role-1/F")).isEmpty();
        assertThat(invalid("arn:aws:iam::000000000000:role/S-Role-1")).isPresent();

        policies.delete(policy);
        roles.delete(role);
        assertThat(iam.roles).isEmpty();
    }

    private Optional<String> invalid(String principal) {
        return iam.invalidPrincipal(Policy.ofStatement(Policy.permission(principal, "sns:Publish", TOPIC)));
    }

    @Test
    void whatIsAttachedStaysIfItsSuccessorIsRefused() {
        roles.create(role(""));
        Physical policy = policies.create(policy("sns:Publish", "'S-Role-1'"));
        assertThatThrownBy(() -> policies.update(policy("sns:Subscribe", "'S-Role-1', 'Nobody'"), policy))
                .hasMessage("The role with name Nobody cannot be found.");
        assertThat(isAllowed("sns:Publish")).isTrue();
    }

    @Test
    void aPolicyThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> roles.create(role("'arn:aws:iam::000000000000:policy/none'")))
                .hasMessage("Policy arn:aws:iam::000000000000:policy/none does not exist or is not attachable.");
        assertThatThrownBy(() -> roles.create(role("'arn:aws:iam::aws:policy/AdministratorAccess'")))
                .hasMessageContaining("the managed policy arn:aws:iam::aws:policy/AdministratorAccess");
    }

    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html">DeleteConflict</a> */
    @Test
    void aPolicyThatARoleRefersToIsNotDeleted() {
        Physical policy = policies.create(policy("sns:Publish", ""));
        Physical role = roles.create(role("'" + policy.ref() + "'"));
        assertThatThrownBy(() -> policies.delete(policy)).hasMessage("Cannot delete a policy attached to entities.");
        assertThat(isAllowed("sns:Publish")).isTrue();
        roles.delete(role);
        policies.delete(policy);
        assertThat(iam.managedPolicies).doesNotContainKey(policy.ref());
    }

    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html">DeleteConflict</a> */
    @Test
    void aRoleWithPoliciesOfOtherResourcesIsNotDeleted() {
        Physical role = roles.create(role(""));
        Physical managed = policies.create(policy("sns:Publish", "'S-Role-1'"));
        assertThatThrownBy(() -> roles.delete(role))
                .hasMessage("Cannot delete entity, must detach all policies first.");
        policies.delete(managed);

        ResourceType inline = new IamTypes(iam).policy();
        Declaration given = policy("sns:Publish", "'S-Role-1'");
        given.properties().put("PolicyName", "P");
        Physical own = inline.create(given);
        assertThatThrownBy(() -> roles.delete(role)).hasMessage("Cannot delete entity, must delete policies first.");
        inline.delete(own);
        roles.delete(role);
        assertThat(iam.roles).isEmpty();
    }
}
