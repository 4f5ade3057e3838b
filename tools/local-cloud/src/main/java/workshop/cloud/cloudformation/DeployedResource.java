package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType.Physical;

/**
 * A resource of a stack as it is now.
 *
 * @param path where it is in the CDK app, such as {@code TodoEvents/Bus/Todo/Resource}; its logical id if CDK wrote none
 * @param ref what {@code Ref} gives
 * @param attributes what {@code Fn::GetAtt} gives
 * @param properties with all intrinsics resolved
 */
public record DeployedResource(
        String stack,
        String logicalId,
        String type,
        String path,
        String ref,
        Map<String, String> attributes,
        ObjectNode properties) {

    static DeployedResource of(Stack stack, Stack.StackResource resource) {
        String id = resource.logicalId();
        String path = resource.declared().at("/Metadata/aws:cdk:path").asText(id);
        Physical its = resource.physical();
        return new DeployedResource(
                stack.name, id, resource.type(), path, its.ref(), its.attributes(), resource.properties());
    }

    /** What a property says, by its JSON pointer; empty if there is none. */
    public String text(String property) {
        return properties.at(property).asText();
    }
}
