package todo.infra;

import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.BaseArchiveProps;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;
import todo.events.TodoEvent;

/** The layer of step 2: the bus that the events travel on, and a rule for each type of event. */
final class TodoBus extends Construct {
    private final EventBus bus;
    private final LogGroup log;
    private final Rule created;
    private final Rule completed;
    private final Rule deleted;

    TodoBus(Construct scope, TodoFunction publisher) {
        super(scope, "Bus");
        String stack = Stack.of(this).getStackName();
        bus = EventBus.Builder.create(this, "Todo").eventBusName(stack).build();
        bus.archive(
                "Archive",
                BaseArchiveProps.builder()
                        .eventPattern(EventPattern.builder()
                                .source(List.of(TodoEvent.SOURCE))
                                .build())
                        .retention(Duration.days(7))
                        .build());

        publisher.allow(bus.getEventBusArn(), "events:PutEvents");
        publisher.addEnvironment("EVENT_BUS_NAME", bus.getEventBusName());

        log = LogGroup.Builder.create(this, "Log")
                .logGroupName("/aws/events/" + stack)
                .retention(RetentionDays.ONE_WEEK)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        LogGroupTarget logged = new LogGroupTarget(log);
        created = rule(TodoEvent.CREATED, logged);
        completed = rule(TodoEvent.COMPLETED, logged);
        deleted = rule(TodoEvent.DELETED, logged);

        CfnOutput.Builder.create(this, "EventBusName")
                .value(bus.getEventBusName())
                .build()
                .overrideLogicalId("EventBusName");
        CfnOutput.Builder.create(this, "EventLogGroup")
                .value(log.getLogGroupName())
                .build()
                .overrideLogicalId("EventLogGroup");
    }

    private Rule rule(String detailType, LogGroupTarget target) {
        return Rule.Builder.create(this, detailType)
                .eventBus(bus)
                .eventPattern(EventPattern.builder()
                        .source(List.of(TodoEvent.SOURCE))
                        .detailType(List.of(detailType))
                        .build())
                .targets(List.of(target))
                .build();
    }

    Rule created() {
        return created;
    }

    Rule completed() {
        return completed;
    }

    Rule deleted() {
        return deleted;
    }
}
