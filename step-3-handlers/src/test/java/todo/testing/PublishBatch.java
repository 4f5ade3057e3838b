package todo.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import todo.testing.AwsOnThisMachine.Answer;
import todo.testing.AwsOnThisMachine.Call;

/**
 * A batch of messages for a topic. What fails on SNS's side fails a message alone, in an answer that says success; what the
 * caller did wrong fails the call.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html">PublishBatch</a>
 */
final class PublishBatch {
    static final String MESSAGE_ID = "567910cd-659e-55d4-8ccb-5aaf14679dc0";

    private static final Pattern CODE = Pattern.compile("<Code>(\\w+)</Code>");

    private PublishBatch() {}

    /** The messages of a batch, each as a call of Publish; none if the call is another one. */
    static List<Call> messages(Call batch) {
        List<Call> messages = new ArrayList<>();
        for (int number = 1; batch.body().has(entry(number) + "Id"); number++) {
            JsonObject message = new JsonObject();
            message.add("TopicArn", batch.body().get("TopicArn"));
            for (Map.Entry<String, JsonElement> field : batch.body().entrySet()) {
                if (field.getKey().startsWith(entry(number))) {
                    message.add(field.getKey().substring(entry(number).length()), field.getValue());
                }
            }
            messages.add(new Call("Publish", message));
        }
        return messages;
    }

    private static String entry(int number) {
        return "PublishBatchRequestEntries.member." + number + ".";
    }

    /** What SNS answers, if this is what it answers to each message alone. */
    static Answer answer(Call batch, Function<Call, Answer> alone) {
        StringBuilder successful = new StringBuilder();
        StringBuilder failed = new StringBuilder();
        for (Call message : messages(batch)) {
            if (!message.body().get("Id").getAsString().matches("[\\w-]{1,80}")) {
                return Answer.xml(
                        400,
                        "<ErrorResponse><Error><Code>InvalidBatchEntryId</Code><Message>An id has letters, digits, - and _,"
                                + " at most 80</Message></Error></ErrorResponse>");
            }
            Answer answer = alone.apply(message);
            if (answer.status() == 200 && !answer.body().startsWith("<")) {
                return answer; // nothing that a client can read
            }
            String id = "<Id>" + message.body().get("Id").getAsString() + "</Id>";
            if (answer.status() == 200) {
                successful.append("<member>" + id + "<MessageId>" + MESSAGE_ID + "</MessageId></member>");
            } else if (answer.status() < 500) {
                return answer;
            } else {
                Matcher code = CODE.matcher(answer.body());
                failed.append("<member>" + id + "<Code>" + (code.find() ? code.group(1) : "InternalError")
                        + "</Code><SenderFault>false</SenderFault></member>");
            }
        }
        return Answer.xml(
                200,
                "<R><PublishBatchResult><Successful>" + successful + "</Successful><Failed>" + failed
                        + "</Failed></PublishBatchResult></R>");
    }
}
