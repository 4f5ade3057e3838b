package workshop.console.graph;

import java.util.HashMap;
import java.util.Map;
import workshop.cloud.cloudformation.DeployedResource;

/** At which part of the picture something happens, by the ARN that a hop names. */
public final class Places {
    private final Map<String, String> byArn = new HashMap<>();
    private final Map<String, String> functions = new HashMap<>();

    public static Places of(Graph graph, Iterable<DeployedResource> resources) {
        Places places = new Places();
        Map<String, String> buses = new HashMap<>();
        for (Node node : graph.nodes()) {
            places.byArn.put(node.arn(), node.id());
            if (node.kind() == Node.Kind.FUNCTION) {
                places.functions.put(node.resource().ref(), node.id());
            }
            if (node.kind() == Node.Kind.BUS) {
                buses.put(node.arn().replaceFirst("^.*event-bus/", ""), node.id());
            }
        }
        for (DeployedResource resource : resources) {
            if (resource.type().equals("AWS::Events::Rule")) {
                String bus = resource.properties()
                        .path("EventBusName")
                        .asText("default")
                        .replaceFirst("^.*event-bus/", "");
                places.byArn.put(resource.attributes().get("Arn"), buses.get(bus));
            }
        }
        return places;
    }

    /** A part's id; null for what is not in the picture, such as the account's owner. */
    public String of(String arn) {
        String exact = byArn.get(arn);
        if (exact != null || arn.isEmpty()) {
            return exact;
        }
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        if (arn.contains(":assumed-role/")) {
            return functions.get(name);
        }
        if (arn.contains(":execute-api:")) {
            return byArn.get(
                    arn.replaceFirst("^.*:execute-api:[^:]*:[^:]*:", "").replaceFirst("/.*$", ""));
        }
        String shorter =
                arn.contains("/stream/") ? arn.replaceFirst("/stream/.*$", "") : arn.replaceFirst(":[^:]*$", "");
        return byArn.containsKey(shorter) ? byArn.get(shorter) : byArn.get(arn + ":*");
    }
}
