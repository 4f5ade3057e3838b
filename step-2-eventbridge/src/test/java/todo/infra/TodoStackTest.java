package todo.infra;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static todo.testing.StackTemplate.refersTo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import todo.testing.Grants;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;
import todo.testing.Statement;

/** What holds for everything in the stack, in every step. */
class TodoStackTest {
    private final StackTemplate template = StackTemplate.synthesized();

    @Test
    void destroying_the_stack_leaves_nothing_behind() {
        expectNone(
                "destroying the stack leaves nothing behind (RemovalPolicy.DESTROY)",
                template.resources().stream(),
                StackRules::leftBehind);
    }

    @Test
    void every_log_group_deletes_its_lines_after_a_week() {
        expectNone(
                "each log group deletes its lines after a week (RetentionDays.ONE_WEEK)",
                resources("AWS::Logs::LogGroup"),
                StackRules::kept);
    }

    @Test
    void every_function_logs_to_a_group_of_the_stack_and_may_write_there() {
        List<String> groups =
                resources("AWS::Logs::LogGroup").map(Resource::logicalId).toList();
        expectNone(
                "each function has one log group of this stack, and its role allows it to write there (logs:PutLogEvents)",
                resources("AWS::Lambda::Function"),
                function -> {
                    Set<String> group =
                            refersTo(function.property("LoggingConfig.LogGroup").orElse(null));
                    boolean mayWrite = new Grants(template, function)
                            .all().stream()
                                    .anyMatch(grant -> grant.actions().contains("logs:PutLogEvents")
                                            && refersTo(grant.json().get("Resource"))
                                                    .equals(group));
                    return group.size() == 1 && groups.containsAll(group) && mayWrite
                            ? Optional.empty()
                            : Optional.of(mayWrite ? "log groups " + group : "no permission to write to " + group);
                });
    }

    @Test
    void every_function_has_a_role_of_its_own_without_policies_that_others_manage() {
        expectNone(
                "no function has a managed policy",
                resources("AWS::Lambda::Function"),
                function -> Optional.of(
                                new Grants(template, function).managedPolicies().toString())
                        .filter(policies -> !policies.equals("[]")));
        assertThat(resources("AWS::Lambda::Function")
                        .collect(groupingBy(
                                function -> refersTo(function.properties().get("Role"))))
                        .values())
                .as("functions by their role")
                .allMatch(functions -> functions.size() == 1);
    }

    @Test
    void no_function_may_do_everything_or_use_everything() {
        expectNone(
                "each statement in a function's role names its actions and its resources",
                resources("AWS::Lambda::Function"),
                function -> new Grants(template, function)
                        .all().stream()
                                .filter(grant -> isTooMuch(grant))
                                .map(grant -> "whose role allows " + grant.words())
                                .findFirst());
    }

    /** Listing streams can't be narrowed to one; what CDK grants of a key are variants of one action. */
    private static boolean isTooMuch(Statement grant) {
        return grant.actions().stream()
                        .anyMatch(action ->
                                action.endsWith("*") && !action.matches("(?i)kms:(ReEncrypt|GenerateDataKey)\\*"))
                || refersTo(grant.json().get("Resource")).isEmpty() && !grant.isOnlyFor("dynamodb:ListStreams");
    }

    @Test
    void every_queue_is_encrypted_and_refuses_what_comes_unencrypted() {
        expectNone(
                "each queue is encrypted at rest and in transit (new ParkingQueue(this, …) is)",
                resources("AWS::SQS::Queue"),
                queue -> StackRules.unencrypted(template, queue));
    }

    @Test
    void where_the_API_and_its_table_are_is_an_output() {
        assertThat(template.output("ApiUrl")).isPresent();
        assertThat(template.output("TableName")).isPresent();
    }

    /** Fails if there is a problem with any of the resources, and says of which. */
    private static void expectNone(
            String expected, Stream<Resource> resources, Function<Resource, Optional<String>> problem) {
        List<String> found = resources
                .flatMap(resource -> problem.apply(resource).stream().map(what -> resource.id() + ", " + what))
                .toList();
        assertThat(found)
                .withFailMessage(() -> expected + ". Got: " + String.join("; ", found))
                .isEmpty();
    }

    private Stream<Resource> resources(String type) {
        return template.resources(type).stream();
    }
}
