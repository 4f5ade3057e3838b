package workshop.cloud.sns;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::SNS::Topic}. */
public record TopicType(Sns sns) implements ResourceType {
    private static final Members PROPERTIES = Members.of(
            optional("TopicName", ANY).replacing(),
            optional("DisplayName", ANY),
            optional("Tags", ANY).withoutEffect(),
            optional("KmsMasterKeyId", ANY).withoutEffect(),
            optional("SignatureVersion", ANY).withoutEffect(),
            optional("TracingConfig", ANY).withoutEffect(),
            optional("DeliveryStatusLogging", ANY).withoutEffect());

    @Override
    public String name() {
        return "AWS::SNS::Topic";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        Topic topic = sns.create(declaration.nameFrom("TopicName"));
        topic.set("DisplayName", declaration.properties().path("DisplayName").asText(""));
        return new Physical(topic.arn(), Map.of("TopicArn", topic.arn(), "TopicName", topic.name()));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        sns.topic(existing.ref())
                .set("DisplayName", declaration.properties().path("DisplayName").asText(""));
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        sns.topics().remove(existing.ref());
    }
}
