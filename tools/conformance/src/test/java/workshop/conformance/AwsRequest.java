package workshop.conformance;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** What AWS's own SDK says that an operation takes: every request class names all its members. */
record AwsRequest(SdkPojo request) {

    /** Which of the SDK's packages speaks to a service, by the name that requests are signed for. */
    private static final Map<String, String> PACKAGES = Map.of("logs", "cloudwatchlogs", "events", "eventbridge");

    static AwsRequest of(String service, String operation) {
        String type = "software.amazon.awssdk.services." + PACKAGES.getOrDefault(service, service) + ".model."
                + operation + "Request";
        try {
            Object builder = Class.forName(type).getMethod("builder").invoke(null);
            return new AwsRequest((SdkPojo) builder);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(
                    "AWS has no operation " + service + ":" + operation + " (no class " + type + ")", e);
        }
    }

    /** The members of a request or a structure, by the name that they have on the wire; a header by AWS's own word, too. */
    static Map<String, SdkField<?>> members(SdkPojo structure) {
        Map<String, SdkField<?>> members = new TreeMap<>();
        structure.sdkFields().forEach(field -> {
            members.put(field.locationName(), field);
            if (field.location() == MarshallLocation.HEADER) {
                members.put(field.memberName(), field);
            }
        });
        return members;
    }

    /** The structure that a member is, or is a list or map of; null if it is none. */
    static SdkPojo structure(SdkField<?> field) {
        if (field.constructor() != null) {
            return field.constructor().get();
        }
        ListTrait list = field.getTrait(ListTrait.class);
        if (list != null) {
            return structure(list.memberFieldInfo());
        }
        MapTrait map = field.getTrait(MapTrait.class);
        return map == null ? null : structure(map.valueFieldInfo());
    }

    /** Whether a structure may be in itself to any depth, as a value of DynamoDB's is. */
    static boolean isRecursive(SdkPojo structure) {
        return structure.sdkFields().stream()
                .map(AwsRequest::structure)
                .anyMatch(inner -> inner != null && inner.getClass() == structure.getClass());
    }
}
