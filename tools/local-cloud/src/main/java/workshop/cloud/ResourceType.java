package workshop.cloud;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * How one type of resource is created, updated and deleted. Each service's package has those of its own resources.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html">Resource types</a>
 */
public final class ResourceType {
    /**
     * What many types have: names and values of one's own, which change nothing here.
     *
     * @see <a href="https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html">Tags</a>
     */
    public static final Member TAGS = tags(text(1, 128), required("Value", text(0, 256)));

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-tag.html">Lambda's</a> */
    public static final Member TAGS_OF_LAMBDA = tags(text(1, 128), optional("Value", text(0, 256)));

    public static Member tags(Shape key, Member value) {
        Members tag = Members.of(required("Key", key), value)
                .refuse(
                        "aws: prefixed tag key names are not allowed for external use.",
                        its -> its.path("Key").asText().matches("(?i)aws:.*"));
        return withoutEffect("Tags", list(tag, 0, 50).distinctBy("Key"));
    }

    private final String name;
    private final Members properties;
    private BiPredicate<JsonNode, JsonNode> replaced = (before, after) -> false;
    private BiPredicate<String, ObjectNode> exists = (name, given) -> false;
    private Function<Declaration, Physical> creation;
    private BiFunction<Declaration, Physical, Physical> update = (declaration, existing) -> create(declaration);
    private Consumer<Physical> deletion;

    /**
     * A resource as the template declares it.
     *
     * @param suffix the unique end of a generated name
     * @param before the properties that it had; none of one that is new
     */
    public record Declaration(
            String stackName, String logicalId, String suffix, ObjectNode properties, JsonNode before) {
        private static final int MAX_NAME = 64;

        public Declaration(String stackName, String logicalId, String suffix, ObjectNode properties) {
            this(stackName, logicalId, suffix, properties, Json.object());
        }

        public boolean changes(String property) {
            return !before.path(property).equals(properties.path(property));
        }

        public String text(String property) {
            return properties.path(property).asText();
        }

        /** A text property, or a generated name if the template gives none. */
        public String nameFrom(String property) {
            return nameFrom(property, MAX_NAME);
        }

        public String nameFrom(String property, int mostCharacters) {
            return text(property).isBlank() ? generatedName(mostCharacters) : text(property);
        }

        public String generatedName() {
            return generatedName(MAX_NAME);
        }

        /** As CloudFormation makes it: stack-logicalId-suffix; where it is too long, both are cut to the same length. */
        private String generatedName(int mostCharacters) {
            int free = mostCharacters - suffix.length() - 2;
            int ofStack = Math.min(stackName.length(), Math.max(free / 2, free - logicalId.length()));
            int ofId = Math.min(logicalId.length(), free - ofStack);
            return stackName.substring(0, ofStack) + "-" + logicalId.substring(0, ofId) + "-" + suffix;
        }
    }

    /** A resource that exists: what {@code Ref} gives, and what {@code Fn::GetAtt} gives by attribute. */
    public record Physical(String ref, Map<String, String> attributes) {}

    /**
     * @param name such as {@code AWS::SNS::Topic}
     * @param properties what a template may say of it; what has no effect here, a deployment names in a warning
     */
    public ResourceType(String name, Members properties) {
        this.name = name;
        this.properties = properties;
    }

    /** How one finds out whether there is one already of a name that the properties give, whoever made it. */
    public ResourceType existsIf(BiPredicate<String, ObjectNode> is) {
        exists = is;
        return this;
    }

    /** When a change of its properties makes a new one, besides when a property changes that always does. */
    public ResourceType isReplacedIf(BiPredicate<JsonNode, JsonNode> changed) {
        replaced = changed;
        return this;
    }

    /** How it is made; all intrinsics of its properties are resolved. */
    public ResourceType creates(Function<Declaration, Physical> how) {
        creation = how;
        return this;
    }

    /** How it is changed in place; without this, as it is made: it is put over the one that exists. */
    public ResourceType updates(BiConsumer<Declaration, Physical> how) {
        update = (declaration, existing) -> {
            how.accept(declaration, existing);
            return existing;
        };
        return this;
    }

    public ResourceType replaces(BiFunction<Declaration, Physical, Physical> how) {
        update = how;
        return this;
    }

    /** How it is removed; one that is gone already is no error. */
    public ResourceType deletes(Consumer<Physical> how) {
        deletion = how;
        return this;
    }

    public String name() {
        return name;
    }

    public Members properties() {
        return properties;
    }

    /** Whether properties that differ so make a new resource. */
    public boolean replaces(JsonNode before, JsonNode after) {
        return replaced.test(before, after)
                || properties.names(Member::replaces).stream()
                        .anyMatch(property -> !before.path(property).equals(after.path(property)));
    }

    public boolean exists(String its, ObjectNode given) {
        return exists.test(its, given);
    }

    public Physical create(Declaration declaration) {
        return creation.apply(declaration);
    }

    public Physical update(Declaration declaration, Physical existing) {
        return update.apply(declaration, existing);
    }

    public void delete(Physical existing) {
        deletion.accept(existing);
    }
}
