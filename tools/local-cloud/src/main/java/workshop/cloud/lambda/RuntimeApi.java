package workshop.cloud.lambda;

import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.lambda.Invocation.Result;

/**
 * What function processes call: give me work, here is the answer. Each environment has its own path, which stands for
 * the address of its own that it has on AWS.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
public record RuntimeApi(Lambda lambda) implements Service {
    /** The first segment of the paths. */
    public static final String PREFIX = "_runtime";

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        String[] path = request.path().split("/", 6);
        ExecutionEnvironment environment =
                path.length == 6 ? lambda.environment(path[2]).orElse(null) : null;
        if (environment == null) {
            return error(410, "This execution environment is over");
        }
        String call = path[5];
        if (call.equals("invocation/next")) {
            return next(environment);
        }
        if (call.equals("init/error")) {
            environment.failInit(new Result("Unhandled", request.body(), ""));
            return accepted();
        }
        String[] parts = call.split("/");
        if (parts.length != 3 || !parts[0].equals("invocation")) {
            return error(404, "The runtime API has no " + call);
        }
        Result result = new Result(parts[2].equals("error") ? "Unhandled" : null, request.body(), "").bounded();
        return environment.answer(parts[1], result) ? accepted() : error(400, "The invocation is over");
    }

    private HttpReply next(ExecutionEnvironment environment) {
        try {
            Invocation invocation = environment.take();
            if (invocation == null) {
                return error(410, "This execution environment is over");
            }
            return new HttpReply(
                    200,
                    Map.of(
                            "Content-Type", "application/json",
                            "Content-Length", String.valueOf(invocation.payload().length),
                            "Lambda-Runtime-Aws-Request-Id", invocation.requestId(),
                            "Lambda-Runtime-Deadline-Ms", String.valueOf(environment.deadline()),
                            "Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn(),
                            "Lambda-Runtime-Trace-Id", invocation.traceId()),
                    invocation.payload());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error(410, "The account is closing");
        }
    }

    private static HttpReply accepted() {
        return HttpReply.json(202, Json.object().put("status", "OK"));
    }

    private static HttpReply error(int status, String message) {
        return HttpReply.json(status, Json.object().put("errorMessage", message).put("errorType", "RuntimeApi"));
    }
}
