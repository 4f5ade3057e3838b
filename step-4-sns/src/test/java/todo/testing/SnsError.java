package todo.testing;

import java.util.List;
import java.util.stream.Stream;
import todo.testing.AwsOnThisMachine.Answer;

/**
 * An error that SNS answers.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors">Errors of Publish</a>
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html">Errors of every operation</a>
 */
public record SnsError(String code, int status) {
    /** What publishing a message to a topic can end with. */
    public static final List<SnsError> OF_PUBLISH = Stream.of(
                    "AuthorizationError 403",
                    "EndpointDisabled 400",
                    "InternalError 500",
                    "InternalFailure 500",
                    "InvalidParameter 400",
                    "InvalidSecurity 403",
                    "KMSAccessDenied 400",
                    "KMSDisabled 400",
                    "KMSInvalidState 400",
                    "KMSNotFound 400",
                    "KMSOptInRequired 403",
                    "KMSThrottling 400",
                    "NotFound 404",
                    "ParameterValueInvalid 400",
                    "PlatformApplicationDisabled 400",
                    "RequestExpired 400",
                    "ServiceUnavailable 503",
                    "Throttled 429",
                    "ThrottlingException 400",
                    "ValidationException 400")
            .map(error -> error.split(" "))
            .map(error -> new SnsError(error[0], Integer.parseInt(error[1])))
            .toList();

    /** An answer that isn't one of SNS's: the SDK throws what it also throws if SNS can't be reached. */
    public static final SnsError UNREADABLE = new SnsError("", 200);

    public String what() {
        return status == 200 ? "the answer of SNS can't be read" : "SNS answers " + code;
    }

    public Answer answer() {
        if (status == 200) {
            return Answer.xml(status, "{}");
        }
        return Answer.xml(
                status,
                "<ErrorResponse><Error><Type>" + (status < 500 ? "Sender" : "Receiver") + "</Type><Code>" + code
                        + "</Code><Message>no</Message></Error></ErrorResponse>");
    }
}
