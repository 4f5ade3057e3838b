package todo.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;

/** The whole system, one layer after the other, in the order in which the workshop builds them. */
public final class TodoStack extends Stack {

    /** @param code the package of all Lambda functions */
    public TodoStack(Construct scope, String id, StackProps props, Code code) {
        super(scope, id, props);
        TodoApi api = new TodoApi(this, code);
        TodoStream stream = new TodoStream(this, code, api.table());
        TodoBus bus = new TodoBus(this, stream.publisher());
    }

    /** Adds an output of the stack; the key is its name, in whichever layer it is added. */
    static void output(Construct scope, String key, String value) {
        CfnOutput.Builder.create(scope, key).value(value).build().overrideLogicalId(key);
    }
}
