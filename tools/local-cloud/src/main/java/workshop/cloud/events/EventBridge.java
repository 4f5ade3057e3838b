package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.DeliveryQueue;
import workshop.cloud.delivery.Target;
import workshop.cloud.iam.Caller;
import workshop.cloud.trace.Trace;

/**
 * The account's buses: what is put on one is archived, matched by its rules, and carried to their targets. Who puts an
 * event doesn't wait for that.
 */
public final class EventBridge implements Target, AutoCloseable {
    static final String PRINCIPAL = "events.amazonaws.com";

    private static final int MAX_WAITING = 100_000;
    private static final int MAX_ACTIVE_REPLAYS = 10;

    final Platform platform;
    final Trace trace;
    private final DeliveryQueue deliveries;
    final Map<String, EventBus> buses = new ConcurrentSkipListMap<>();
    final Map<String, Archive> archives = new ConcurrentSkipListMap<>();
    final Map<String, Replay> replays = new ConcurrentSkipListMap<>();

    /** Of what templates declare: the ids of statements, and of each rule those of its targets. */
    final Set<String> policyIds = ConcurrentHashMap.newKeySet();

    final Map<String, Set<String>> declaredTargets = new ConcurrentHashMap<>();

    public EventBridge(Platform platform) {
        this.platform = platform;
        this.trace = platform.trace();
        this.deliveries = new DeliveryQueue("events", 1, platform.options().retryUnit());
        buses.put(EventBus.DEFAULT, new EventBus(EventBus.DEFAULT, busArn(EventBus.DEFAULT), null));
    }

    /** Takes an event from another bus, or the result of a function that has a bus as its destination. */
    @Override
    public void deliver(String arn, Delivery delivery, LongSupplier taken) {
        EventBus bus = bus(arn);
        authorize(delivery.sender().caller(), "events:PutEvents", bus.arn);
        JsonNode payload = Json.read(delivery.payload());
        Instant now = Instant.now();
        Instant time = Instant.parse(payload.path("time").asText(now.toString()));
        Event event = new Event(payload.path("id").asText(), time, now, delivery.payload(), true, List.of(), "");
        if (!Arn.parse(delivery.sourceArn()).service().equals("events")) {
            JsonNode context = payload.path("requestContext");
            boolean isSuccess = context.path("condition").asText().equals("Success");
            String result = "Lambda Function Invocation Result - " + (isSuccess ? "Success" : "Failure");
            List<String> resources = List.of(arn, context.path("functionArn").asText(delivery.sourceArn()));
            event = Event.of("lambda", result, now, resources, payload);
        }
        accept(bus, event.causedBy(taken.getAsLong(), delivery.traceHeader()));
    }

    /** Returns if the caller's policies, or those of the bus that the ARN names, allow the action. */
    void authorize(Caller caller, String action, String resource) {
        EventBus bus = buses.get(busName(resource));
        platform.iam().authorize(caller, action, resource, bus == null ? List.of() : bus.statements.values());
    }

    /** Takes an event; it is matched and delivered in its turn, soon after. */
    void accept(EventBus bus, Event event) {
        archives.values().stream().filter(archive -> archive.bus == bus).forEach(archive -> archive.keep(event));
        deliveries.inTurn(() -> route(bus, event, rule -> true));
    }

    /** Whether so many events wait that no more are taken. */
    boolean isFull() {
        return deliveries.open() >= MAX_WAITING;
    }

    private void route(EventBus bus, Event event, Predicate<Rule> asked) {
        List<Rule> matching = bus.rules.values().stream()
                .filter(asked)
                .filter(rule -> rule.matches(event))
                .toList();
        matching.forEach(rule -> {
            long matched = trace.hop(event.causes(), "events:Match", bus.arn, rule.arn(), "ok", event.json());
            rule.targets()
                    .values()
                    .forEach(target -> deliveries.add(
                            new EventDelivery(platform, rule, target, event.causedBy(matched, event.traceHeader()))));
        });
        if (matching.isEmpty()) {
            String outcome = "no enabled rule of the bus matches";
            trace.hop(event.causes(), "events:Match", bus.arn, bus.arn, outcome, event.json());
        }
    }

    synchronized Replay start(Replay.Definition definition) {
        if (replays.values().stream().filter(replay -> replay.endedAt == null).count() >= MAX_ACTIVE_REPLAYS) {
            throw AwsError.limitExceeded();
        }
        Replay replay = new Replay(definition);
        if (replays.putIfAbsent(definition.name(), replay) != null) {
            throw alreadyExists("Replay", definition.name());
        }
        Archive archive = definition.archive();
        archive.between(definition.from(), definition.to())
                .forEach(event -> deliveries.inTurn(() -> {
                    if (replay.next(event)) {
                        route(archive.bus, event.replayed(definition.name()), definition::reaches);
                    }
                }));
        // Twice in turn: after the deliveries that the events before it have put in line meanwhile.
        deliveries.inTurn(() -> deliveries.inTurn(replay::end));
        return replay;
    }

    Replay replay(String name) {
        return found("Replay", name, replays.get(name));
    }

    Archive createArchive(String name, String busArn, ArchiveDefinition definition) {
        Archive archive = new Archive(name, Arn.inRegion("events", "archive/" + name), bus(busArn), definition);
        if (archives.putIfAbsent(name, archive) != null) {
            throw alreadyExists("Archive", name);
        }
        return archive;
    }

    Archive archive(String name) {
        return found("Archive", name, archives.get(name));
    }

    Optional<EventBus> find(String nameOrArn) {
        return Optional.ofNullable(buses.get(busName(nameOrArn)));
    }

    /** A bus by its name or ARN; throws ResourceNotFound. */
    EventBus bus(String nameOrArn) {
        String name = busName(nameOrArn);
        return found("Event bus", name.replaceFirst("^arn:.*:event-bus/", ""), buses.get(name));
    }

    private static <T> T found(String kind, String name, T resource) {
        return Optional.ofNullable(resource)
                .orElseThrow(() -> AwsError.of("ResourceNotFoundException", kind + " " + name + " does not exist."));
    }

    private static AwsError alreadyExists(String kind, String name) {
        return AwsError.of("ResourceAlreadyExistsException", kind + " " + name + " already exists.");
    }

    EventBus createBus(String name, String description) {
        EventsApi.refuse(name.startsWith("aws."), "EventBus name starting with 'aws.' is not valid.");
        EventsApi.refuse(name.contains("/"), "Event bus name must not contain '/'.");
        EventBus bus = new EventBus(name, busArn(name), description);
        if (buses.putIfAbsent(name, bus) != null) {
            throw alreadyExists("Event bus", name);
        }
        return bus;
    }

    /** Deletes a bus that has no rules; one that is gone already is no error. */
    void deleteBus(String name) {
        EventsApi.refuse(name.equals(EventBus.DEFAULT), "Cannot delete event bus default.");
        if (find(name).filter(bus -> !bus.rules.isEmpty()).isPresent()) {
            throw AwsError.validation("EventBus can't be deleted since it has rules.");
        }
        buses.remove(name);
    }

    /** A bus's name from its name or ARN; the default bus if there is neither. */
    String busName(String nameOrArn) {
        String prefix = Arn.inRegion("events", "event-bus/");
        return nameOrArn.isEmpty()
                ? EventBus.DEFAULT
                : nameOrArn.startsWith(prefix) ? nameOrArn.substring(prefix.length()) : nameOrArn;
    }

    String busArn(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : Arn.inRegion("events", "event-bus/" + busName(nameOrArn));
    }

    /** Of this region, though a bus of another is asked for. */
    String ruleArn(String busNameOrArn, String rule) {
        Arn bus = Arn.parse(busArn(busNameOrArn));
        String under = bus.resource().replaceFirst("^event-bus/(default$)?", "rule/");
        return new Arn("events", Options.REGION, bus.account(), under.endsWith("/") ? under + rule : under + "/" + rule)
                .toString();
    }

    public boolean isQuiet() {
        return deliveries.isQuiet();
    }

    @Override
    public void close() {
        deliveries.close();
    }
}
