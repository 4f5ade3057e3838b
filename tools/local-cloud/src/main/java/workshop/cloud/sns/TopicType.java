package workshop.cloud.sns;

import java.util.Map;
import java.util.Set;
import workshop.cloud.ResourceType;

/** {@code AWS::SNS::Topic}. */
public record TopicType(Sns sns) implements ResourceType {

    @Override
    public String name() {
        return "AWS::SNS::Topic";
    }

    @Override
    public Set<String> honoured() {
        return Set.of("TopicName", "DisplayName");
    }

    @Override
    public Set<String> withoutEffect() {
        return Set.of("Tags", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "DeliveryStatusLogging");
    }

    @Override
    public Set<String> replacing() {
        return Set.of("TopicName");
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
