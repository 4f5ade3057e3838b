package workshop.cloud.cloudformation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * What would change if a template were deployed to a stack.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html">
 *     Change sets</a>
 */
record ChangeSet(
        String id,
        Stack stack,
        Request request,
        Template template,
        Map<String, String> parameters,
        Plan plan,
        boolean isEmpty,
        AtomicReference<String> execution,
        Instant createdAt) {

    /**
     * What somebody asks to be deployed, and to which stack.
     *
     * @param token by which the same request is known if it comes again; null without one
     */
    record Request(
            String token,
            String stackName,
            String changeSetName,
            String type,
            String description,
            String template,
            ParameterValues parameters,
            Map<String, String> tags,
            List<String> capabilities) {}

    String name() {
        return request.changeSetName();
    }

    Stack.Operation operation() {
        return new Stack.Operation("CREATE_CHANGESET", id.replaceFirst(".*/", ""));
    }

    boolean isFailed() {
        return statusReason() != null;
    }

    /** Why it failed, in CloudFormation's words, with what DescribeEvents answers in detail; null if it did not. */
    String statusReason() {
        if (!plan.retyped.isEmpty()) {
            return "Update of resource type is not permitted. The new template modifies resource type of the following"
                    + " resources: " + plan.retyped;
        }
        if (isEmpty) {
            return "The submitted information didn't contain changes. Submit different information to create a change"
                    + " set.";
        }
        if (plan.problems.isEmpty()) {
            return null;
        }
        String found = plan.problems.stream()
                .map(problem -> problem.logicalId() + " (" + problem.type() + "): " + problem.reason())
                .collect(Collectors.joining("; "));
        return "The following hook(s)/validation failed: [AWS::EarlyValidation::"
                + plan.problems.get(0).validation()
                + "]. To troubleshoot Early Validation errors, use the DescribeEvents API"
                + " for detailed failure information. " + found;
    }
}
