package workshop.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A stack as it was before it was destroyed, to see afterwards what is left of it. CloudFormation answers for a deleted stack
 * if one asks by its id; tables, functions, queues, buses and log groups are looked for in their own services as well.
 *
 * @param id the stack's ARN
 * @param resources what it had
 */
record StackRemains(AccountAccess access, String name, String id, List<StackResourceSummary> resources) {

    /** A stack that is there; empty if it isn't. */
    static Optional<StackRemains> of(AccountAccess access, String name) {
        try (CloudFormationClient cloudFormation = access.client(CloudFormationClient.builder())) {
            String id = cloudFormation
                    .describeStacks(describe -> describe.stackName(name))
                    .stacks()
                    .get(0)
                    .stackId();
            return Optional.of(new StackRemains(access, name, id, resources(cloudFormation, id)));
        } catch (CloudFormationException e) {
            if (e.getMessage().contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<StackResourceSummary> resources(CloudFormationClient cloudFormation, String id) {
        return cloudFormation.listStackResourcesPaginator(list -> list.stackName(id)).stackResourceSummaries().stream()
                .toList();
    }

    /** What is still there, a line each: nothing if everything is gone. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        try (CloudFormationClient cloudFormation = access.client(CloudFormationClient.builder())) {
            StackStatus status = cloudFormation
                    .describeStacks(describe -> describe.stackName(id))
                    .stacks()
                    .get(0)
                    .stackStatus();
            if (status != StackStatus.DELETE_COMPLETE) {
                left.add("the stack " + name + ", " + status);
            }
            resources(cloudFormation, id).stream()
                    .filter(resource -> resource.resourceStatus() != ResourceStatus.DELETE_COMPLETE)
                    .forEach(resource -> left.add(resource.resourceType() + " " + resource.physicalResourceId() + ", "
                            + resource.resourceStatus()));
        }
        left.addAll(tables());
        left.addAll(functions());
        left.addAll(queues());
        left.addAll(logGroups());
        left.addAll(buses());
        return left;
    }

    private List<String> ids(String type) {
        return resources.stream()
                .filter(resource -> resource.resourceType().equals(type))
                .map(StackResourceSummary::physicalResourceId)
                .toList();
    }

    /** Whether a bus or a log group has the stack's name, whoever made it: {@code /TodoEvents/CreateTodo} has it. */
    private boolean isNamed(String what) {
        return List.of(what.split("/")).contains(name);
    }

    private List<String> buses() {
        try (EventBridgeClient events = access.client(EventBridgeClient.builder())) {
            return events.listEventBuses(list -> list.namePrefix(name)).eventBuses().stream()
                    .filter(bus -> isNamed(bus.name()))
                    .map(bus -> "the bus " + bus.name())
                    .toList();
        }
    }

    private List<String> tables() {
        List<String> ids = ids("AWS::DynamoDB::Table");
        try (DynamoDbClient dynamoDb = access.client(DynamoDbClient.builder())) {
            return dynamoDb.listTablesPaginator().tableNames().stream()
                    .filter(ids::contains)
                    .map(table -> "the table " + table)
                    .toList();
        }
    }

    private List<String> functions() {
        List<String> ids = ids("AWS::Lambda::Function");
        try (LambdaClient lambda = access.client(LambdaClient.builder())) {
            return lambda.listFunctionsPaginator().functions().stream()
                    .filter(function -> ids.contains(function.functionName()))
                    .map(function -> "the function " + function.functionName())
                    .toList();
        }
    }

    private List<String> queues() {
        List<String> ids = ids("AWS::SQS::Queue");
        try (SqsClient sqs = access.client(SqsClient.builder())) {
            return sqs.listQueuesPaginator().queueUrls().stream()
                    .filter(ids::contains)
                    .map(queue -> "the queue " + queue)
                    .toList();
        }
    }

    /** Those of the stack, and those that Lambda makes by itself for a function that has none. */
    private List<String> logGroups() {
        List<String> ids = new ArrayList<>(ids("AWS::Logs::LogGroup"));
        ids("AWS::Lambda::Function").forEach(function -> ids.add("/aws/lambda/" + function));
        try (CloudWatchLogsClient logs = access.client(CloudWatchLogsClient.builder())) {
            return logs.describeLogGroupsPaginator().logGroups().stream()
                    .filter(group -> ids.contains(group.logGroupName()) || isNamed(group.logGroupName()))
                    .map(group -> "the log group " + group.logGroupName())
                    .toList();
        }
    }
}
