package todo.testing;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** The context of one Lambda request, with what the function logged. */
public final class LambdaRequest implements Context {
    private final String requestId;
    private final Duration remaining;
    private final StringBuffer log = new StringBuffer();

    public LambdaRequest() {
        this(UUID.randomUUID().toString());
    }

    /** A retry has the request id of the attempt before. */
    public LambdaRequest(String requestId) {
        this(requestId, Duration.ofSeconds(20));
    }

    /** One that Lambda ends after some time. */
    public LambdaRequest(String requestId, Duration remaining) {
        this.requestId = requestId;
        this.remaining = remaining;
    }

    /** Everything that was logged so far. */
    public String log() {
        return log.toString();
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return "/TodoEvents/Function";
    }

    @Override
    public String getLogStreamName() {
        return "2026/01/01/[$LATEST]0";
    }

    @Override
    public String getFunctionName() {
        return "Function";
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:eu-central-1:123456789012:function:Function";
    }

    @Override
    public CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) remaining.toMillis();
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                String said = String.valueOf(message); // AWS's logger writes "null", too: its LambdaContextLogger
                log.append(said.endsWith("\n") ? said : said + "\n"); // each is an event of its own on AWS
            }

            @Override
            public void log(byte[] message) {
                log(message == null ? null : new String(message, StandardCharsets.UTF_8));
            }
        };
    }
}
