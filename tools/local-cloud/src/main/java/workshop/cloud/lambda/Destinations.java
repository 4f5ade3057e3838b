package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Options;

/**
 * Where a function's results and failures may go. Lambda asks when it is configured, and its role then, too.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Destinations and dead-letter queues</a>
 */
record Destinations(Lambda lambda) {
    /** What the role of a function must be allowed at each. */
    private static final Map<String, String> ACTIONS =
            Map.of("lambda", "InvokeFunction", "sqs", "SendMessage", "sns", "Publish", "events", "PutEvents");

    /** A function's dead-letter queue or topic; null for none. */
    String deadLetters(String roleArn, String arn) {
        if (arn.isEmpty()) {
            return null;
        }
        Arn target = Arn.parse(arn);
        String service = target.service();
        String invalid = "Invalid dead letter queue ARN: ";
        Lambda.refuse(
                !service.matches("sqs|sns"),
                invalid + "The service specified by the TargetArn is not supported for dead letter configuration.");
        Lambda.refuse(
                isElsewhere(target),
                invalid
                        + "The resource specified by the TargetArn must be in the same region as the Lambda function it's"
                        + " associated with.");
        Lambda.refuse(
                arn.endsWith(".fifo"),
                invalid + "FIFO " + service.toUpperCase() + " queue is not supported for dead letter configuration");
        require(roleArn, target, "The provided execution role", service.toUpperCase());
        return arn;
    }

    /**
     * Where the results of a function's asynchronous invocations go; null for nowhere.
     *
     * @param when {@code OnSuccess} or {@code OnFailure}
     */
    String ofInvocations(FunctionName name, JsonNode config, String when) {
        String arn = destination(config, when);
        if (arn.isEmpty()) {
            return null;
        }
        Arn target = Arn.parse(arn);
        if (target.service().equals("s3") && when.equals("OnFailure")) {
            throw AwsError.notHere("a bucket as the destination of an invocation, as " + arn);
        }
        requireStandard(target, "sns");
        Lambda.refuse(
                !ACTIONS.containsKey(target.service()) || isElsewhere(target) || arn.endsWith(".fifo"),
                "The provided destination config DestinationConfig(onSuccess=" + shown(config, "OnSuccess")
                        + ", onFailure=" + shown(config, "OnFailure") + ") is invalid.");
        boolean toFunction = target.service().equals("lambda");
        Lambda.refuse(
                toFunction && lambda.find(FunctionName.parse(arn).name()).isEmpty(),
                "The destination ARN " + arn + " is invalid.");
        Lambda.refuse(
                toFunction && FunctionName.parse(arn).name().equals(name.name()),
                "You can't specify the function as a destination for itself.");
        require(lambda.environments(name).function.roleArn(), target, "The function's execution role", arn);
        return arn;
    }

    private static String destination(JsonNode config, String when) {
        return config.path(when).path("Destination").asText();
    }

    private static String shown(JsonNode config, String when) {
        return when + "(destination=" + destination(config, when) + ")";
    }

    /**
     * Where it is reported what of a stream failed at every attempt.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html">Discarded batches</a>
     */
    void checkOfStream(LambdaFunction function, String arn) {
        Arn target = Arn.parse(arn);
        String service = target.service();
        if (service.equals("s3")) {
            throw AwsError.notHere("a failure destination of a stream such as " + arn + "; it has queues and topics");
        }
        Lambda.refuse(
                !service.matches("sqs|sns"),
                "The service specified by the TargetArn isn't supported as a destination.");
        requireStandard(target, service);
        require(function.roleArn(), target, "The provided execution role", service.toUpperCase());
    }

    private static void requireStandard(Arn target, String service) {
        Lambda.refuse(
                target.service().equals(service) && target.resource().endsWith(".fifo"),
                "FIFO-type Amazon " + service.toUpperCase() + " " + (service.equals("sqs") ? "queues" : "topics")
                        + " aren't supported as a destination.");
    }

    private boolean isElsewhere(Arn target) {
        return !target.region().equals(Options.REGION);
    }

    private void require(String roleArn, Arn target, String whose, String where) {
        String action = ACTIONS.get(target.service());
        Lambda.refuse(
                !lambda.platform.iam().allows(roleArn, target.service() + ":" + action, target.toString()),
                whose + " does not have permissions to call " + action + " on " + where);
    }
}
