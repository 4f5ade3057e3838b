package workshop.cloud;

import static workshop.cloud.shape.Member.withoutEffect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * How one type of resource is created, updated and deleted. Each service's package has those of its own resources.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html">
 *     Resource types</a>
 */
public interface ResourceType {
    /** What many types have: names and values of one's own, which change nothing here. */
    Member TAGS = withoutEffect(
            "Tags",
            Shape.list(
                    Members.of(
                            Member.required("Key", Shape.text(1, 128)), Member.required("Value", Shape.text(0, 256))),
                    0,
                    50));

    /** Whether there is one already of the name that these properties give, whoever made it. */
    default boolean exists(ObjectNode properties) {
        return false;
    }

    /** Makes the resource; all intrinsics of its properties are resolved. */
    Physical create(Declaration declaration);

    /** Changes the resource in place; of a type whose resources can be put over each other, as it makes one. */
    default Physical update(Declaration declaration, Physical existing) {
        return create(declaration);
    }

    /** Removes the resource; one that is gone already is no error. */
    void delete(Physical existing);

    /**
     * A resource as the template declares it.
     *
     * @param generatedName a unique name for it, as CloudFormation makes one: stack-logicalId-suffix
     */
    record Declaration(String stackName, String logicalId, String generatedName, ObjectNode properties) {

        /** A text property; empty if the template gives none. */
        public String text(String property) {
            return properties.path(property).asText();
        }

        /** A text property, or the generated name if the template gives none. */
        public String nameFrom(String property) {
            return properties.path(property).asText(generatedName);
        }

        /** The same for a kind of name with a bound: of a generated one its end is kept, which makes it unique. */
        public String nameFrom(String property, int mostCharacters) {
            String end = generatedName.substring(Math.max(0, generatedName.length() - mostCharacters));
            return properties.path(property).asText(end);
        }
    }

    /** A resource that exists: what {@code Ref} gives, and what {@code Fn::GetAtt} gives by attribute. */
    record Physical(String ref, Map<String, String> attributes) {}
}
