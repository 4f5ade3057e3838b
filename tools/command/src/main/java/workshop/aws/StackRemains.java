package workshop.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A stack as it was before it was destroyed, to see afterwards what is left of it. CloudFormation answers for a deleted stack
 * if one asks by its id; tables, functions, queues, buses and log groups are looked for in their own services as well.
 *
 * @param id the stack's ARN
 * @param resources what it had
 */
record StackRemains(AccountAccess access, String name, String id, List<StackResourceSummary> resources) {

    static Optional<StackRemains> of(AccountAccess access, String name) {
        try (CloudFormationClient cloudFormation = access.client(CloudFormationClient.builder())) {
            String id = stack(cloudFormation, name).stackId();
            return Optional.of(new StackRemains(access, name, id, resources(cloudFormation, id)));
        } catch (CloudFormationException e) {
            if (e.getMessage().contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Stack stack(CloudFormationClient cloudFormation, String named) {
        return cloudFormation
                .describeStacks(describe -> describe.stackName(named))
                .stacks()
                .get(0);
    }

    private static List<StackResourceSummary> resources(CloudFormationClient cloudFormation, String id) {
        return cloudFormation.listStackResourcesPaginator(list -> list.stackName(id)).stackResourceSummaries().stream()
                .toList();
    }

    /** What is still there, a line each: nothing if everything is gone. What a service still has isn't named as the stack's, too. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        List<String> found = inTheirServices();
        try (CloudFormationClient cloudFormation = access.client(CloudFormationClient.builder())) {
            StackStatus status = stack(cloudFormation, id).stackStatus();
            if (status != StackStatus.DELETE_COMPLETE) {
                left.add("the stack " + name + ", " + status);
            }
            resources(cloudFormation, id).stream()
                    .filter(resource -> resource.resourceStatus() != ResourceStatus.DELETE_COMPLETE)
                    .filter(resource ->
                            found.stream().noneMatch(line -> line.endsWith(" " + resource.physicalResourceId())))
                    .forEach(resource -> left.add(resource.resourceType() + " " + resource.physicalResourceId() + ", "
                            + resource.resourceStatus()));
        }
        left.addAll(found);
        return left;
    }

    private List<String> inTheirServices() {
        List<String> tables = ids("AWS::DynamoDB::Table");
        List<String> functions = ids("AWS::Lambda::Function");
        List<String> queues = ids("AWS::SQS::Queue");
        List<String> groups = new ArrayList<>(ids("AWS::Logs::LogGroup"));
        functions.forEach(function -> groups.add("/aws/lambda/" + function)); // Lambda makes it for one that has none
        List<String> left = new ArrayList<>();
        ask(
                "table",
                DynamoDbClient.builder(),
                left,
                service -> service.listTablesPaginator().tableNames().stream().filter(tables::contains));
        ask(
                "function",
                LambdaClient.builder(),
                left,
                service -> service.listFunctionsPaginator().functions().stream()
                        .map(FunctionConfiguration::functionName)
                        .filter(functions::contains));
        ask(
                "queue",
                SqsClient.builder(),
                left,
                service -> service.listQueuesPaginator().queueUrls().stream().filter(queues::contains));
        ask(
                "log group",
                CloudWatchLogsClient.builder(),
                left,
                service -> service.describeLogGroupsPaginator().logGroups().stream()
                        .map(LogGroup::logGroupName)
                        .filter(group -> groups.contains(group) || isNamed(group)));
        ask(
                "bus",
                EventBridgeClient.builder(),
                left,
                service -> service.listEventBuses(list -> list.namePrefix(name)).eventBuses().stream()
                        .map(EventBus::name)
                        .filter(this::isNamed));
        return left;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> void ask(
            String kind, B builder, List<String> left, Function<C, Stream<String>> names) {
        try (C service = access.client(builder)) {
            names.apply(service).forEach(found -> left.add("the " + kind + " " + found));
        }
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
}
