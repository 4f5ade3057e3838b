package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Which write made which record of a stream. DynamoDB doesn't say; but of one item, writes and records come in the same
 * order. Writes of one item therefore wait for each other, and a record is that of the first write of its item that fits and
 * has no record yet: those before it changed nothing, and so have none.
 */
final class Writes {
    private static final int KEPT = 10_000;
    private static final int STRIPES = 64;

    private final Object[] stripes = Stream.generate(Object::new).limit(STRIPES).toArray();
    private final Map<String, Deque<Made>> byItem = bounded();
    private final Map<String, Long> bySequenceNumber = bounded();

    /**
     * What a request does to one item.
     *
     * @param item the table's name and the item's key
     * @param image the whole item where it is put, else null
     */
    record Write(String table, String item, boolean deletes, JsonNode image) {

        private boolean fits(JsonNode record) {
            return record.path("eventName").asText().equals("REMOVE") == deletes;
        }

        private boolean isExactly(JsonNode record) {
            return fits(record)
                    && (image == null || image.equals(record.path("dynamodb").path("NewImage")));
        }
    }

    private record Made(Write write, long hop) {}

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > KEPT;
            }
        };
    }

    /**
     * The writes of a request.
     *
     * @param keys gives the names of a table's key attributes
     */
    static List<Write> of(String operation, JsonNode input, Function<String, Collection<String>> keys) {
        List<Write> writes = new ArrayList<>();
        switch (operation) {
            case "PutItem", "UpdateItem", "DeleteItem" ->
                writes.add(write(input.path("TableName").asText(), operation, input, keys));
            case "TransactWriteItems" ->
                input.path("TransactItems")
                        .forEach(item ->
                                item.forEachEntry((action, its) -> writes.addAll(of(action + "Item", its, keys))));
            case "BatchWriteItem" ->
                input.path("RequestItems")
                        .forEachEntry((table, requests) -> requests.forEach(request ->
                                request.forEachEntry((action, its) -> writes.add(write(table, action, its, keys)))));
            default -> {}
        }
        return writes;
    }

    private static Write write(
            String tableOrArn, String action, JsonNode input, Function<String, Collection<String>> keys) {
        String table = new Access(action, tableOrArn).table();
        JsonNode image = input.get("Item");
        JsonNode key = image == null ? input.path("Key") : image;
        return new Write(table, item(table, key, keys.apply(table)), action.startsWith("Delete"), image);
    }

    private static String item(String table, JsonNode attributes, Collection<String> keys) {
        StringBuilder item = new StringBuilder(table);
        new TreeSet<>(keys).forEach(key -> item.append(' ').append(attributes.path(key)));
        return item.toString();
    }

    /**
     * Does writes that make records, when no other request writes to the same items.
     *
     * @param call does them and gives the number of its hop; it throws if nothing was written
     */
    void make(List<Write> writes, LongSupplier call) {
        TreeSet<Integer> locks = new TreeSet<>();
        writes.forEach(write -> locks.add(stripe(write.item)));
        locked(locks.iterator(), () -> {
            long hop = call.getAsLong();
            synchronized (byItem) {
                writes.forEach(write -> byItem.computeIfAbsent(write.item, item -> new ArrayDeque<>())
                        .add(new Made(write, hop)));
            }
        });
    }

    private static int stripe(String item) {
        return Math.floorMod(item.hashCode(), STRIPES);
    }

    private void locked(Iterator<Integer> locks, Runnable work) {
        if (!locks.hasNext()) {
            work.run();
            return;
        }
        synchronized (stripes[locks.next()]) {
            locked(locks, work);
        }
    }

    /** The hop of the write that made a record; empty for none that is known, such as of what time to live deletes. */
    Optional<Long> maker(String streamArn, String table, JsonNode record) {
        JsonNode key = record.path("dynamodb").path("Keys");
        String item =
                item(table, key, key.propertyStream().map(Map.Entry::getKey).toList());
        String number =
                streamArn + record.path("dynamodb").path("SequenceNumber").asText();
        // A write that is under way has its hop before it lets go of the item.
        synchronized (stripes[stripe(item)]) {
            synchronized (byItem) {
                if (!bySequenceNumber.containsKey(number) && !record.has("userIdentity")) {
                    take(item, record).ifPresent(hop -> bySequenceNumber.put(number, hop));
                }
                return Optional.ofNullable(bySequenceNumber.get(number));
            }
        }
    }

    private Optional<Long> take(String item, JsonNode record) {
        Deque<Made> made = byItem.getOrDefault(item, new ArrayDeque<>());
        // DynamoDB writes some values otherwise than they were given, such as the number 1.0.
        Optional<Made> maker = made.stream()
                .filter(one -> one.write.isExactly(record))
                .findFirst()
                .or(() -> made.stream().filter(one -> one.write.fits(record)).findFirst());
        maker.ifPresent(found -> {
            while (made.remove() != found) {
                // that one changed nothing
            }
        });
        return maker.map(Made::hop);
    }
}
