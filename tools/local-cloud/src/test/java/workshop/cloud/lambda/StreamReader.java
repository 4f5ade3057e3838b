package workshop.cloud.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A reader of a stream: reports the first record that is "poison", throws at one that is a "bomb", and may answer null. */
public final class StreamReader implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> batch, Context context) {
        List<Map<String, Map<String, Object>>> records = records(batch);
        for (Map<String, Map<String, Object>> record : records) {
            Map<String, Object> dynamodb = record.get("dynamodb");
            String name = name(dynamodb);
            if (name.startsWith("poison")) {
                return Map.of(
                        "batchItemFailures",
                        List.of(Map.of(
                                "itemIdentifier", dynamodb.get("SequenceNumber").toString())));
            }
            if (name.startsWith("bomb")) {
                throw new IllegalStateException("a bomb");
            }
            context.getLogger().log("shredded " + name + "\n");
        }
        String last = name(records.get(records.size() - 1).get("dynamodb"));
        return switch (last) {
            case "no answer" -> null;
            case "no list" -> Collections.singletonMap("batchItemFailures", null);
            default -> Map.of("batchItemFailures", List.of());
        };
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Map<String, Object>>> records(Map<String, Object> batch) {
        return (List<Map<String, Map<String, Object>>>) batch.get("Records");
    }

    private static String name(Map<String, Object> dynamodb) {
        return ((Map<?, ?>) ((Map<?, ?>) dynamodb.get("Keys")).get("id"))
                .get("S")
                .toString();
    }
}
