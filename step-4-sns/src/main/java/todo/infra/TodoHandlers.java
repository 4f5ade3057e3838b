package todo.infra;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.constructs.Construct;
import todo.events.TodoEvent;
import todo.handlers.TodoCompletedHandler;
import todo.handlers.TodoCreatedHandler;
import todo.handlers.TodoDeletedHandler;

/** The layer of step 3: a function that each rule calls, and the activity table that makes them idempotent. */
final class TodoHandlers extends Construct {
    private static final int RETRIES = 2;

    private final Code code;
    private final Table activity;
    private final ParkingQueue undelivered;
    private final ParkingQueue unhandled;
    private final TodoFunction completed;

    TodoHandlers(Construct scope, Code code, TodoBus bus) {
        super(scope, "Handlers");
        this.code = code;
        activity = Table.Builder.create(this, "Activity")
                .partitionKey(Attribute.builder()
                        .name("eventId")
                        .type(AttributeType.STRING)
                        .build())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .timeToLiveAttribute("expiresAt")
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        TodoStack.output(this, "ActivityTableName", activity.getTableName());
        undelivered = new ParkingQueue(this, "UndeliveredEvents");
        unhandled = new ParkingQueue(this, "UnhandledEvents");

        handle(bus.rule(TodoEvent.CREATED), TodoCreatedHandler.class);
        completed = handle(bus.rule(TodoEvent.COMPLETED), TodoCompletedHandler.class);
        handle(bus.rule(TodoEvent.DELETED), TodoDeletedHandler.class);
    }

    /** The function that handles {@code TodoCompleted}. */
    TodoFunction completed() {
        return completed;
    }

    private TodoFunction handle(Rule rule, Class<?> handler) {
        TodoFunction function = new TodoFunction(this, handler, code, Map.of());
        function.addEnvironment("ACTIVITY_TABLE_NAME", activity.getTableName());
        function.allow(activity.getTableArn(), "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");
        rule.addTarget(LambdaFunction.Builder.create(function)
                .retryAttempts(RETRIES)
                .maxEventAge(Duration.hours(2))
                .deadLetterQueue(undelivered)
                .build());
        function.configureAsyncInvoke(EventInvokeConfigOptions.builder()
                .retryAttempts(RETRIES)
                .onFailure(new SqsDestination(unhandled))
                .build());
        return function;
    }
}
