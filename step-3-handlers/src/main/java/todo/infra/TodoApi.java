package todo.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.LambdaIntegration;
import software.amazon.awscdk.services.apigateway.Resource;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;
import todo.api.CreateTodo;
import todo.api.DeleteTodo;
import todo.api.GetTodo;
import todo.api.ListTodos;
import todo.api.UpdateTodo;

/** The layer that is given: API Gateway, a Lambda function for each route, the table of to-dos. */
final class TodoApi extends Construct {
    private static final int REQUESTS_PER_SECOND = 1_000;

    private final Code code;
    private final Table table;

    TodoApi(Construct scope, Code code) {
        super(scope, "Api");
        this.code = code;
        table = Table.Builder.create(this, "Todos")
                .partitionKey(Attribute.builder()
                        .name("todoId")
                        .type(AttributeType.STRING)
                        .build())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .stream(StreamViewType.NEW_AND_OLD_IMAGES)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();

        RestApi api = RestApi.Builder.create(this, "RestApi")
                .restApiName(Stack.of(this).getStackName())
                .endpointTypes(List.of(EndpointType.REGIONAL))
                .cloudWatchRole(false)
                .deployOptions(StageOptions.builder()
                        .throttlingRateLimit(REQUESTS_PER_SECOND)
                        .throttlingBurstLimit(REQUESTS_PER_SECOND)
                        .build())
                .build();
        ((CfnOutput) api.getNode().findChild("Endpoint")).overrideLogicalId("ApiUrl");
        Resource todos = api.getRoot().addResource("todo");
        Resource todo = todos.addResource("{todoId}");
        todos.addMethod("POST", route(CreateTodo.class, "dynamodb:PutItem"));
        todos.addMethod("GET", route(ListTodos.class, "dynamodb:Scan"));
        todo.addMethod("GET", route(GetTodo.class, "dynamodb:GetItem"));
        todo.addMethod("PATCH", route(UpdateTodo.class, "dynamodb:UpdateItem"));
        todo.addMethod("DELETE", route(DeleteTodo.class, "dynamodb:DeleteItem"));

        TodoStack.output(this, "TableName", table.getTableName());
    }

    Table table() {
        return table;
    }

    private LambdaIntegration route(Class<?> handler, String action) {
        TodoFunction function = new TodoFunction(this, handler, code, Map.of("TABLE_NAME", table.getTableName()));
        function.allow(table.getTableArn(), action);
        return LambdaIntegration.Builder.create(function).allowTestInvoke(false).build();
    }
}
