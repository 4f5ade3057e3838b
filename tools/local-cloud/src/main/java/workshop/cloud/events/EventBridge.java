package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Names;
import workshop.cloud.Options;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.DeliveryQueue;
import workshop.cloud.delivery.Target;
import workshop.cloud.delivery.Targets;
import workshop.cloud.faults.Faults;
import workshop.cloud.iam.Iam;
import workshop.cloud.trace.Trace;

/**
 * The account's buses: what is put on one is archived, matched by its rules, and carried to their targets. Who puts an
 * event doesn't wait for that.
 */
public final class EventBridge implements Target, AutoCloseable {
    static final String PRINCIPAL = "events.amazonaws.com";

    private static final int MAX_WAITING = 100_000;

    private final Names names;
    private final Iam iam;
    private final Faults faults;
    private final Trace trace;
    private final EventDelivery.Wiring wiring;
    private final DeliveryQueue deliveries = new DeliveryQueue("events");
    private final Map<String, EventBus> buses = new ConcurrentSkipListMap<>();
    private final Map<String, Archive> archives = new ConcurrentSkipListMap<>();
    private final Map<String, Replay> replays = new ConcurrentSkipListMap<>();

    public EventBridge(Names names, Options options, Iam iam, Faults faults, Trace trace, Targets targets) {
        this.names = names;
        this.iam = iam;
        this.faults = faults;
        this.trace = trace;
        this.wiring = new EventDelivery.Wiring(targets, iam, faults, trace, options.retryUnit());
        buses.put(EventBus.DEFAULT, new EventBus(EventBus.DEFAULT, busArn(EventBus.DEFAULT)));
    }

    /** Takes an event from another bus, or the result of a function that has a bus as its destination. */
    @Override
    public void deliver(String arn, Delivery delivery) {
        EventBus bus = bus(arn);
        iam.authorize(delivery.sender().caller(), "events:PutEvents", arn);
        if (Arn.parse(delivery.sourceArn()).service().equals("events")) {
            String id = Json.read(delivery.payload()).path("id").asText();
            accept(bus, new Event(id, Instant.now(), delivery.payload(), true));
            return;
        }
        JsonNode record = Json.read(delivery.payload());
        String result = record.path("requestContext").path("condition").asText().equals("Success")
                ? "Lambda Function Invocation Result - Success"
                : "Lambda Function Invocation Result - Failure";
        accept(
                bus,
                new Envelope("lambda", result, Instant.now(), List.of(arn, delivery.sourceArn()), record)
                        .event(UUID.randomUUID().toString(), names));
    }

    /** Takes an event; it is matched and delivered in its turn, soon after. */
    void accept(EventBus bus, Event event) {
        archives.values().stream()
                .filter(archive -> archive.busArn().equals(bus.arn()))
                .forEach(archive -> archive.keep(event));
        deliveries.inTurn(() -> route(bus, event, List.of()));
    }

    /** Whether so many events wait that no more are taken. */
    boolean isFull() {
        return deliveries.open() >= MAX_WAITING;
    }

    private void route(EventBus bus, Event event, List<String> onlyRules) {
        boolean matched = false;
        for (Rule rule : bus.rules().values()) {
            if ((onlyRules.isEmpty() || onlyRules.contains(rule.arn())) && rule.lets(event)) {
                matched = true;
                rule.targets()
                        .values()
                        .forEach(target -> deliveries.add(new EventDelivery(wiring, rule, target, event)));
            }
        }
        if (!matched) {
            trace.hop("events:Match", bus.arn(), bus.arn(), "no enabled rule of the bus matches", event.json());
        }
    }

    /** Sends the events of an archive to the rules of its bus once more. */
    void replay(Replay replay, List<Event> events) {
        replays.put(replay.name(), replay);
        EventBus bus = bus(replay.busArn());
        events.forEach(event -> deliveries.inTurn(() -> {
            route(bus, event.replayed(replay.name()), replay.filterArns());
            replay.replayed(event.acceptedAt());
        }));
        // Twice in turn: behind the deliveries that the events before it have put in line meanwhile.
        deliveries.inTurn(() -> deliveries.inTurn(replay::complete));
    }

    /** A bus by its name or ARN; throws ResourceNotFound. */
    EventBus bus(String nameOrArn) {
        String name = busName(nameOrArn);
        EventBus bus = buses.get(name);
        if (bus == null) {
            throw new AwsError(400, "ResourceNotFoundException", "Event bus " + name + " does not exist.");
        }
        return bus;
    }

    EventBus createBus(String name) {
        if (!name.matches("[/.\\-_A-Za-z0-9]{1,256}") || name.equals(EventBus.DEFAULT)) {
            throw AwsError.validation(
                    "Parameter Name is not valid. Reason: \"" + name + "\" can't be the name of a bus of your own.");
        }
        EventBus bus = new EventBus(name, busArn(name));
        if (buses.putIfAbsent(name, bus) != null) {
            throw new AwsError(400, "ResourceAlreadyExistsException", "Event bus " + name + " already exists.");
        }
        return bus;
    }

    void deleteBus(String name) {
        EventBus bus = buses.get(busName(name));
        if (bus == null) {
            return;
        }
        if (bus.isDefault()) {
            throw AwsError.validation("Cannot delete event bus default.");
        }
        if (!bus.rules().isEmpty()) {
            throw AwsError.validation("Event bus " + bus.name() + " can't be deleted since it has rules: "
                    + bus.rules().keySet());
        }
        buses.remove(bus.name());
    }

    /** A bus's name from its name or ARN; the default bus if there is neither. */
    static String busName(String nameOrArn) {
        if (nameOrArn.isEmpty()) {
            return EventBus.DEFAULT;
        }
        return nameOrArn.replaceFirst("^arn:[^/]*:event-bus/", "");
    }

    String busArn(String name) {
        return names.arn("events", "event-bus/" + busName(name));
    }

    String ruleArn(String busName, String rule) {
        return names.arn("events", busName.equals(EventBus.DEFAULT) ? "rule/" + rule : "rule/" + busName + "/" + rule);
    }

    Names names() {
        return names;
    }

    Iam iam() {
        return iam;
    }

    Faults faults() {
        return faults;
    }

    Trace trace() {
        return trace;
    }

    Map<String, EventBus> buses() {
        return buses;
    }

    Map<String, Archive> archives() {
        return archives;
    }

    Map<String, Replay> replays() {
        return replays;
    }

    /** Whether no event waits to be matched, delivered, or delivered once more. */
    public boolean isQuiet() {
        return deliveries.isQuiet();
    }

    @Override
    public void close() {
        deliveries.close();
    }
}
