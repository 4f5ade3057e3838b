package todo.events;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import todo.testing.AwsOnThisMachine.Answer;
import todo.testing.AwsOnThisMachine.Call;

/** Calls of PutEvents as EventBridge reads and answers them. */
final class PutEvents {
    /** The most bytes of one call, all entries together. */
    static final int MAX_BYTES = 256 * 1024;

    /** The answer to a call that fails as a whole. */
    static final Answer REFUSED =
            Answer.json(400, "{\"__type\":\"ValidationException\",\"message\":\"refused by this test\"}");

    private PutEvents() {}

    /** An answer of status 200 in which the entries with these events were throttled. */
    static Answer partial(Call call, List<String> failed) {
        return partial(call, failed, "ThrottlingException");
    }

    /** An answer of status 200 in which the entries with these events failed. */
    static Answer partial(Call call, List<String> failed, String errorCode) {
        List<String> ids = ids(call);
        List<String> results = ids.stream()
                .map(id -> failed.contains(id)
                        ? "{\"ErrorCode\":\"" + errorCode + "\",\"ErrorMessage\":\"failed by this test\"}"
                        : "{\"EventId\":\"" + id + "\"}")
                .toList();
        long count = ids.stream().filter(failed::contains).count();
        return Answer.json(200, "{\"FailedEntryCount\":" + count + ",\"Entries\":" + results + "}");
    }

    /** The ids of the events in a call, in order. */
    static List<String> ids(Call call) {
        List<String> ids = new ArrayList<>();
        for (JsonElement entry : call.body().getAsJsonArray("Entries")) {
            String detail = entry.getAsJsonObject().get("Detail").getAsString();
            JsonObject metadata =
                    JsonParser.parseString(detail).getAsJsonObject().getAsJsonObject("metadata");
            ids.add(metadata.get("id").getAsString());
        }
        return ids;
    }

    /** The ids of the events in all calls, in order. */
    static List<String> ids(List<Call> calls) {
        return calls.stream().flatMap(call -> ids(call).stream()).toList();
    }

    /** The size of a call. */
    static int bytes(Call call) {
        int bytes = 0;
        for (JsonElement entry : call.body().getAsJsonArray("Entries")) {
            for (String field : List.of("Source", "DetailType", "Detail")) {
                bytes += entry.getAsJsonObject().get(field).getAsString().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return bytes;
    }
}
