package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.ErrorReply;
import workshop.cloud.gateway.HttpReply;

/**
 * SQS's errors. Each has two codes on the wire: that of the JSON protocol, which names the SDKs' exception classes, and
 * that of the older protocol in a header, by which older clients know it.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait">awsQueryCompatible</a>
 */
final class SqsError {
    private static final Set<String> OF_SIMPLE_QUEUE_SERVICE =
            Set.of(("BatchEntryIdsNotDistinct BatchRequestTooLong EmptyBatchRequest InvalidBatchEntryId"
                            + " PurgeQueueInProgress QueueDeletedRecently TooManyEntriesInBatchRequest")
                    .split(" "));

    private SqsError() {}

    static AwsError invalid(String message) {
        return AwsError.of("InvalidParameterValue", message);
    }

    /** Throws InvalidParameterValue if that is so. */
    static void refuse(boolean when, String message) {
        AwsError.refuse(when, "InvalidParameterValue", message);
    }

    static AwsError invalid(String parameter, Object value, String reason) {
        return invalid("Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason);
    }

    static void require(boolean has, String parameter) {
        AwsError.refuse(!has, "MissingParameter", "The request must contain the parameter " + parameter + ".");
    }

    static AwsError unknownAttribute(String name) {
        return AwsError.of("InvalidAttributeName", "Unknown Attribute " + name + ".");
    }

    static String required(JsonNode input, String parameter) {
        String value = input.path(parameter).asText();
        require(!value.isEmpty(), parameter);
        return value;
    }

    /** A number with bounds; the default if it isn't there. */
    static int number(JsonNode input, String parameter, int otherwise, int least, int most) {
        String bounds = least == 0 ? ">= 0 and <= " + most : "between " + least + " and " + most;
        return number(input, parameter, otherwise, least, most, "Must be " + bounds + ", if provided.");
    }

    /** The same where AWS gives another reason. */
    static int number(JsonNode input, String parameter, int otherwise, int least, int most, String reason) {
        int value = input.path(parameter).asInt(otherwise);
        if (value < least || value > most) {
            throw invalid(parameter, value, reason);
        }
        return value;
    }

    static HttpReply withBothCodes(AwsError e) {
        String code = e.code().equals("MissingParameter") ? "MissingRequiredParameter" : e.code();
        String type = code.matches("InvalidParameterValue|MissingRequiredParameter") ? code + "Exception" : code;
        AwsError typed = new AwsError(e.status(), type, e.getMessage(), e.members);
        return ErrorReply.json(typed, "application/x-amz-json-1.0")
                .withHeader("x-amzn-query-error", ofQuery(e.code()) + (e.status() < 500 ? ";Sender" : ";Receiver"));
    }

    /** The code of the older protocol, which the AWS CLI and the answers to batches show. */
    static String ofQuery(String code) {
        return switch (code) {
            case "QueueDoesNotExist" -> "AWS.SimpleQueueService.NonExistentQueue";
            case "QueueNameExists" -> "QueueAlreadyExists";
            case "AccessDeniedException" -> "AccessDenied";
            default -> OF_SIMPLE_QUEUE_SERVICE.contains(code) ? "AWS.SimpleQueueService." + code : code;
        };
    }
}
