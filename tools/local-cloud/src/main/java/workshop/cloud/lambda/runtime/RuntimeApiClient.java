package workshop.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.DtoSerializers;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.LambdaError;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.LambdaRuntimeApiClient;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How AWS's runtime calls the runtime API; its own client is a native library for Linux. What an invocation led to is sent when
 * all that it printed is there.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
class RuntimeApiClient implements LambdaRuntimeApiClient {
    private static final String VERSION = "/2018-06-01/runtime/";
    private static final byte[] NOTHING = {};

    private final RuntimeConnection connection;
    private final String path;
    private Outcome outcome;

    private record Outcome(String requestId, String kind, byte[] body) {}

    /** @param api host, port and perhaps the beginning of the path */
    RuntimeApiClient(String api) {
        int slash = (api + "/").indexOf('/');
        connection = new RuntimeConnection(api.substring(0, slash));
        path = api.substring(slash) + VERSION;
    }

    @Override
    public InvocationRequest nextInvocation() throws IOException {
        if (outcome != null) {
            send(outcome.kind);
        }
        HttpMessage next = call("GET", "invocation/next", NOTHING);
        InvocationRequest request = new InvocationRequest();
        request.setId(next.headers().get("Lambda-Runtime-Aws-Request-Id"));
        request.setXrayTraceId(next.headers().get("Lambda-Runtime-Trace-Id"));
        request.setInvokedFunctionArn(next.headers().get("Lambda-Runtime-Invoked-Function-Arn"));
        request.setDeadlineTimeInMs(Long.parseLong(next.headers().get("Lambda-Runtime-Deadline-Ms")));
        request.setContent(next.body());
        return request;
    }

    @Override
    public void reportInvocationSuccess(String requestId, byte[] response) {
        outcome = new Outcome(requestId, "response", response);
    }

    @Override
    public void reportInvocationError(String requestId, LambdaError error) {
        outcome = new Outcome(requestId, "error", DtoSerializers.serialize(error.errorRequest));
    }

    /** Sends what an invocation led to, as a {@code response}, an {@code error} or the last error of the process. */
    void send(String kind) throws IOException {
        FunctionRuntime.print(FunctionRuntime.END + outcome.requestId);
        call("POST", "invocation/" + outcome.requestId + "/" + kind, outcome.body);
    }

    @Override
    public void reportInitError(LambdaError error) throws IOException {
        call("POST", "init/error", DtoSerializers.serialize(error.errorRequest));
    }

    private HttpMessage call(String method, String call, byte[] body) throws IOException {
        HttpMessage answer = connection.call(method, path + call, body);
        if (!answer.word(1).startsWith("2")) {
            String reason = new String(answer.body(), StandardCharsets.UTF_8);
            throw new IOException("The runtime API answered " + answer.word(1) + " " + reason);
        }
        return answer;
    }

    @Override
    public InvocationRequest nextInvocationWithExponentialBackoff(LambdaContextLogger logger) {
        throw new UnsupportedOperationException("several invocations at once");
    }

    @Override
    public void restoreNext() {
        throw new UnsupportedOperationException("SnapStart");
    }

    @Override
    public void reportRestoreError(LambdaError error) {
        restoreNext();
    }
}
