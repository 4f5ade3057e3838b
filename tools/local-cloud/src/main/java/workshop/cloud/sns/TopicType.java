package workshop.cloud.sns;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** {@code AWS::SNS::Topic}. */
public record TopicType(Sns sns) implements ResourceType {
    private static final Shape FEEDBACK = Members.of(
            required("Protocol", oneOf("http/s", "sqs", "lambda", "firehose", "application")),
            optional("SuccessFeedbackRoleArn", text()),
            optional("SuccessFeedbackSampleRate", whole(0, 100)),
            optional("FailureFeedbackRoleArn", text()));

    public static final Members PROPERTIES = Members.of(
                    optional("TopicName", text(1, 256, "[a-zA-Z0-9_-]+")).naming(),
                    optional("DisplayName", text(0, 100)),
                    TAGS,
                    withoutEffect("KmsMasterKeyId", text(0, 2048)),
                    withoutEffect("SignatureVersion", oneOf("1", "2")),
                    withoutEffect("TracingConfig", oneOf("PassThrough", "Active")),
                    withoutEffect("DeliveryStatusLogging", list(FEEDBACK)))
            .returning("TopicArn");

    @Override
    public boolean exists(ObjectNode properties) {
        return sns.find(sns.arn(properties.path("TopicName").asText())).isPresent();
    }

    @Override
    public Physical create(Declaration declaration) {
        Topic topic = sns.create(
                declaration.nameFrom("TopicName"),
                Map.of(
                        "DisplayName",
                        declaration.properties().path("DisplayName").asText("")));
        return new Physical(topic.arn, Map.of("TopicArn", topic.arn, "TopicName", topic.name()));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        sns.topic(existing.ref())
                .set("DisplayName", declaration.properties().path("DisplayName").asText(""));
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        sns.delete(existing.ref());
    }
}
