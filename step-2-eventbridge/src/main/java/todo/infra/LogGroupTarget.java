package todo.infra;

import java.util.List;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.interfaces.events.IRuleRef;
import software.amazon.awscdk.services.events.IRuleTarget;
import software.amazon.awscdk.services.events.RuleTargetConfig;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;

/**
 * A log group as the target of rules. CDK's own target of that kind deploys a function just to write one policy; this
 * one lets CloudFormation write it.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html">Resource-based
 *     policies of targets</a>
 */
final class LogGroupTarget implements IRuleTarget {
    private final String arn;

    /** Allows EventBridge to write to the log group, once for all rules that share this target. */
    LogGroupTarget(LogGroup logGroup) {
        logGroup.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(
                        new ServicePrincipal("events.amazonaws.com"),
                        new ServicePrincipal("delivery.logs.amazonaws.com")))
                .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                .resources(List.of(logGroup.getLogGroupArn()))
                .build());
        arn = Stack.of(logGroup)
                .formatArn(ArnComponents.builder()
                        .service("logs")
                        .resource("log-group")
                        .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                        .resourceName(logGroup.getLogGroupName())
                        .build());
    }

    @Override
    public RuleTargetConfig bind(IRuleRef rule, String id) {
        return RuleTargetConfig.builder().arn(arn).build();
    }

    @Override
    public RuleTargetConfig bind(IRuleRef rule) {
        return bind(rule, null);
    }
}
