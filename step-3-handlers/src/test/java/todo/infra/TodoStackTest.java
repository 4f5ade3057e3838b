package todo.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/** What holds for everything in the stack, in every step. */
class TodoStackTest {
    private final StackTemplate template = StackTemplate.synthesized();

    @Test
    void destroying_the_stack_leaves_nothing_behind() {
        List<String> left = new ArrayList<>();
        for (Map.Entry<String, JsonElement> entry :
                template.json().getAsJsonObject("Resources").entrySet()) {
            JsonObject resource = entry.getValue().getAsJsonObject();
            for (String policy : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
                if (resource.has(policy) && !resource.get(policy).getAsString().equals("Delete")) {
                    left.add(entry.getKey() + " has a " + policy + " "
                            + resource.get(policy).getAsString());
                }
            }
        }
        assertThat(left).isEmpty();
    }

    @Test
    void every_log_group_forgets_after_a_week() {
        assertThat(template.resources("AWS::Logs::LogGroup"))
                .isNotEmpty()
                .allSatisfy(group -> assertThat(group.property("RetentionInDays"))
                        .as("RetentionInDays of %s", group.logicalId())
                        .hasValueSatisfying(days -> assertThat(days.getAsInt()).isEqualTo(7)));
    }

    @Test
    void every_function_logs_to_a_group_of_the_stack_and_may_write_there() {
        Set<String> groups = logicalIds("AWS::Logs::LogGroup");
        assertThat(template.resources("AWS::Lambda::Function")).isNotEmpty().allSatisfy(function -> {
            Set<String> group =
                    refersTo(function.property("LoggingConfig.LogGroup").orElse(null));
            assertThat(group)
                    .as("the log group of %s", function.logicalId())
                    .hasSize(1)
                    .isSubsetOf(groups);
            assertThat(template.statements(function))
                    .as("what %s may do", function.logicalId())
                    .anySatisfy(statement -> {
                        assertThat(StackTemplate.texts(statement.get("Action"))).contains("logs:PutLogEvents");
                        assertThat(refersTo(statement.get("Resource"))).containsExactlyElementsOf(group);
                    });
        });
    }

    @Test
    void every_function_has_a_role_of_its_own_without_policies_that_others_manage() {
        List<Set<String>> roles = template.resources("AWS::Lambda::Function").stream()
                .map(function -> refersTo(function.properties().get("Role")))
                .toList();
        assertThat(roles).doesNotHaveDuplicates();
        assertThat(template.resources("AWS::IAM::Role"))
                .allSatisfy(role -> assertThat(role.property("ManagedPolicyArns"))
                        .as(role.logicalId())
                        .isEmpty());
    }

    @Test
    void nobody_may_do_everything_or_touch_everything() {
        List<JsonObject> statements = template.resources("AWS::Lambda::Function").stream()
                .flatMap(function -> template.statements(function).stream())
                .toList();
        assertThat(statements).isNotEmpty().allSatisfy(statement -> {
            List<String> actions = StackTemplate.texts(statement.get("Action"));
            assertThat(actions).as("%s", statement).noneMatch(action -> action.endsWith("*"));
            // Listing streams can't be narrowed to one.
            if (!actions.equals(List.of("dynamodb:ListStreams"))) {
                assertThat(refersTo(statement.get("Resource")))
                        .as("%s", statement)
                        .isNotEmpty();
            }
        });
    }

    @Test
    void every_queue_is_encrypted_and_refuses_what_comes_unencrypted() {
        assertThat(template.resources("AWS::SQS::Queue")).allSatisfy(queue -> {
            assertThat(queue.property("SqsManagedSseEnabled"))
                    .as("encryption of %s", queue.logicalId())
                    .hasValueSatisfying(
                            enabled -> assertThat(enabled.getAsBoolean()).isTrue());
            assertThat(template.resources("AWS::SQS::QueuePolicy"))
                    .as("a policy of %s that denies requests without TLS", queue.logicalId())
                    .anyMatch(policy ->
                            refersTo(policy.properties().get("Queues")).contains(queue.logicalId())
                                    && policy.properties().toString().contains("aws:SecureTransport"));
        });
    }

    @Test
    void where_the_API_and_its_table_are_is_an_output() {
        assertThat(template.output("ApiUrl")).isPresent();
        assertThat(template.output("TableName")).isPresent();
    }

    private Set<String> logicalIds(String type) {
        return Set.copyOf(
                template.resources(type).stream().map(Resource::logicalId).toList());
    }
}
