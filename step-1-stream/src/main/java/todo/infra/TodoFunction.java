package todo.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.FunctionProps;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** A Lambda function named for its class, with a role and a log group of its own. */
final class TodoFunction extends Function {
    private static final int MEMORY_MB = 512;
    private static final Duration TIMEOUT = Duration.seconds(20);

    TodoFunction(Construct scope, Class<?> handler, Code code, Map<String, String> environment) {
        super(scope, handler.getSimpleName(), props(scope, handler, code, environment));
        // CDK lets a function wait for its role and for the role's policy; cfn-lint finds the first superfluous.
        ((CfnFunction) getNode().getDefaultChild())
                .addMetadata("cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("W3005"))));
    }

    /** Allows this function, and no other, these actions on a resource. */
    void allow(String resourceArn, String... actions) {
        addToRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of(actions))
                .resources(List.of(resourceArn))
                .build());
    }

    private static FunctionProps props(Construct scope, Class<?> handler, Code code, Map<String, String> environment) {
        String name = handler.getSimpleName();
        Role role = Role.Builder.create(scope, name + "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        LogGroup logs = LogGroup.Builder.create(scope, name + "Logs")
                .logGroupName("/" + Stack.of(scope).getStackName() + "/" + name)
                .retention(RetentionDays.ONE_WEEK)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        logs.grantWrite(role);
        return FunctionProps.builder()
                .code(code)
                .handler(handler.getName())
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .memorySize(MEMORY_MB)
                .timeout(TIMEOUT)
                .role(role)
                .logGroup(logs)
                .environment(environment)
                .build();
    }
}
