package workshop.cloud.cloudformation;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;
import static workshop.cloud.shape.Shape.whole;

import java.util.LinkedHashMap;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.shape.Members;

/**
 * Things that are kept in a map; one whose {@code Colour} is "impossible" can't be made, "half" fails halfway, and one that is
 * "stuck" can't be changed or deleted.
 */
final class FakeType {
    private final Map<String, String> colours = new LinkedHashMap<>();
    private int changes;

    /** The colours of the things that exist, by name. */
    Map<String, String> colours() {
        return colours;
    }

    static final Members PROPERTIES = Members.of(
                    optional("Name", ANY).naming(),
                    optional("Colour", ANY),
                    optional("Weight", whole()).replacing(),
                    optional("Note", ANY).withoutEffect())
            .returning("Arn", "Changes");

    ResourceType type() {
        return type("AWS::Fake::Thing");
    }

    ResourceType type(String name) {
        return new ResourceType(name, PROPERTIES)
                .existsIf((its, given) -> colours.containsKey(its))
                .creates(declaration -> put(declaration.nameFrom("Name"), declaration))
                .replaces((declaration, existing) -> put(existing.ref(), declaration))
                .deletes(existing -> {
                    requireFree(existing.ref());
                    colours.remove(existing.ref());
                });
    }

    private void requireFree(String name) {
        if ("stuck".equals(colours.get(name))) {
            throw new AwsError(400, "Stuck", name + " is stuck");
        }
    }

    private Physical put(String name, Declaration declaration) {
        requireFree(name);
        String colour = declaration.properties().path("Colour").asText();
        if (colour.equals("impossible")) {
            throw new AwsError(400, "InvalidColour", "There is no such colour");
        }
        colours.put(name, colour);
        if (colour.equals("half")) {
            throw new AwsError(400, "InvalidColour", "Half a colour is none");
        }
        return new Physical(name, Map.of("Arn", "arn:" + name, "Changes", String.valueOf(++changes)));
    }
}
