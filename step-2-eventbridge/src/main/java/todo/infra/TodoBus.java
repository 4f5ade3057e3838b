package todo.infra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Rule> rules = new HashMap<>();

    TodoBus(Construct scope, TodoFunction publisher) {
        super(scope, "Bus");
        String stack = Stack.of(this).getStackName();
        // TODO 2.1 The bus that the events travel on, see docs/step-2-eventbridge.md#21

        // TODO 2.2 The publisher may put events on the bus, and has the bus's name, see docs/step-2-eventbridge.md#22

        LogGroup log = LogGroup.Builder.create(this, "Log")
                .logGroupName("/aws/events/" + stack)
                .retention(RetentionDays.ONE_WEEK)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        LogGroupTarget logged = new LogGroupTarget(log);
        TodoStack.output(this, "EventLogGroup", log.getLogGroupName());

        // TODO 2.6 A rule for each type of event, to the log group, see docs/step-2-eventbridge.md#26
    }

    /** The rule that matches events of this type. */
    Rule rule(String detailType) {
        return rules.get(detailType);
    }

    /** Keeps what travelled on the bus for a week, so that it can be replayed. */
    private static void archive(EventBus bus) {
        bus.archive(
                "Archive",
                BaseArchiveProps.builder()
                        .eventPattern(EventPattern.builder()
                                .source(List.of(TodoEvent.SOURCE))
                                .build())
                        .retention(Duration.days(7))
                        .build());
    }
}
