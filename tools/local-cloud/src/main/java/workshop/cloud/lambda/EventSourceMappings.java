package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;
import workshop.cloud.dynamodb.Streams;
import workshop.cloud.sqs.Sqs;

/**
 * The account's event source mappings.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html">Event source mappings</a>
 */
final class EventSourceMappings implements AutoCloseable {
    private final Lambda lambda;
    private final Streams streams;
    private final Sqs queues;
    final Map<String, EventSourceMapping> byId = new ConcurrentSkipListMap<>();

    EventSourceMappings(Lambda lambda, Streams streams, Sqs queues) {
        this.lambda = lambda;
        this.streams = streams;
        this.queues = queues;
    }

    synchronized String create(MappingDefinition definition) {
        byId.values().stream()
                .filter(mapping -> mapping.definition().isSameAs(definition))
                .findFirst()
                .ifPresent(existing -> {
                    throw Lambda.conflict(alreadyExists(existing));
                });
        String id = UUID.randomUUID().toString();
        return put(id, definition, poller(definition, null));
    }

    private static String alreadyExists(EventSourceMapping existing) {
        MappingDefinition definition = existing.definition();
        String start = definition.isQueue() ? "An event source mapping with SQS arn" : "The event source arn";
        String end = definition.isQueue() ? "already exists" : "provided mapping already exists";
        return start + " (\" " + definition.source() + " \") and function (\" "
                + definition.function().name() + " \") " + end
                + ". Please update or delete the existing mapping with UUID " + existing.id();
    }

    /** Changes a mapping, which goes on where it was. */
    synchronized String update(String id, MappingDefinition definition) {
        Poller before = get(id).poller();
        Poller after = poller(definition, before);
        before.close();
        return put(id, definition, after);
    }

    private String put(String id, MappingDefinition definition, Poller poller) {
        if (definition.enabled()) {
            poller.start();
        }
        byId.put(id, new EventSourceMapping(id, definition, poller, Instant.now()));
        return id;
    }

    private Poller poller(MappingDefinition definition, Poller before) {
        BatchInvoker batches;
        try {
            List<EventPattern> filters = definition.filters().stream()
                    .map(EventSourceMappings::filter)
                    .toList();
            batches = new BatchInvoker(lambda, definition, filters);
        } catch (IllegalArgumentException e) {
            throw Lambda.invalid("Invalid filter pattern definition.");
        }
        Poller poller = definition.isQueue()
                ? new QueuePoller(batches, queues)
                : new StreamPoller(batches, (StreamPoller) before, streams);
        poller.check();
        return poller;
    }

    /**
     * Compiles a filter; Event Ruler knows more operators than Lambda.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax">All operators</a>
     */
    private static EventPattern filter(String pattern) {
        EventPattern compiled = new EventPattern(pattern);
        others(Json.read(pattern), "").findFirst().ifPresent(operator -> {
            throw Lambda.invalid(
                    "Invalid filter pattern definition. Lambda's filters don't have the operator " + operator);
        });
        return compiled;
    }

    /** The operators that Lambda's page doesn't list, each with its place. */
    private static Stream<String> others(JsonNode json, String place) {
        Stream<String> here = json.propertyStream()
                .filter(entry -> place.endsWith("/anything-but")
                        || entry.getKey().matches("wildcard|cidr")
                                && entry.getValue().isTextual())
                .map(entry ->
                        '"' + entry.getKey() + "\" (in " + place.substring(1).replace("/", ", ") + ")");
        Stream<String> inside = json.isArray()
                ? json.valueStream().flatMap(item -> others(item, place))
                : json.propertyStream().flatMap(entry -> others(entry.getValue(), place + "/" + entry.getKey()));
        return Stream.concat(here, inside);
    }

    void remove(String id) {
        Optional.ofNullable(byId.remove(id))
                .ifPresent(removed -> removed.poller().close());
    }

    EventSourceMapping get(String id) {
        return Optional.ofNullable(byId.get(id))
                .orElseThrow(() -> Lambda.notFound("The resource you requested does not exist."));
    }

    boolean isQuiet() {
        return byId.values().stream().allMatch(EventSourceMapping::isQuiet);
    }

    @Override
    public void close() {
        byId.values().forEach(mapping -> mapping.poller().close());
    }
}
