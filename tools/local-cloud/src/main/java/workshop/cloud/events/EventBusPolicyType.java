package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/**
 * {@code AWS::Events::EventBusPolicy}: one statement of a bus's policy.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html">
 *     Reference</a>
 */
public record EventBusPolicyType(EventBridge eventBridge) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    optional("EventBusName", BusesApi.NAME).replacing(),
                    required("StatementId", BusesApi.STATEMENT_ID).replacing(),
                    optional("Statement", json()),
                    optional("Action", BusesApi.ACTION),
                    optional("Principal", BusesApi.PRINCIPAL))
            .refuse(
                    "Either Statement, or Action and Principal, must be specified",
                    policy -> !policy.has("Statement") && !(policy.has("Action") && policy.has("Principal")));

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        EventBus bus = eventBridge.bus(properties.path("EventBusName").asText(""));
        String id = properties.path("StatementId").asText();
        bus.permit(
                id,
                properties.has("Statement")
                        ? BusesApi.statement(id, properties.get("Statement"))
                        : BusesApi.permission(bus, id, properties));
        return new Physical(bus.name + "|" + id, Map.of());
    }

    @Override
    public void delete(Physical existing) {
        String[] ref = existing.ref().split("\\|");
        if (eventBridge.hasBus(ref[0])) {
            eventBridge.bus(ref[0]).forbid(ref[1]);
        }
    }
}
