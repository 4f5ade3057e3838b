package workshop.cloud.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.delivery.Sender;
import workshop.cloud.iam.IamTypes;

/** Who may publish: a service, or a role. */
class PublisherTest {
    @AutoClose
    private final SnsFixture aws = new SnsFixture();

    private final String queue = aws.queue("q");

    @Test
    void aServicePublishesOnlyIfTheTopicsPolicyLetsIt() {
        aws.subscribe("sqs", queue, "{'RawMessageDelivery': 'true'}");
        Delivery event = event("{}");
        assertThatThrownBy(() -> aws.sns.deliver(aws.topicArn, event, () -> 1))
                .hasMessageContaining("events.amazonaws.com");

        aws.sns.policy(aws.topicArn, Optional.of(Json.read("""
                {"Statement": {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                 "Action": "sns:Publish", "Resource": "%s"}}""".formatted(aws.topicArn))));
        aws.sns.deliver(aws.topicArn, event, () -> 1);

        await("delivery").until(aws.sns::isQuiet);
        assertThat(aws.received(queue))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.payload()).isEqualTo("{}"));
    }

    /**
     * An event may have a megabyte, a message may not.
     *
     * @see <a href="https://docs.aws.amazon.com/general/latest/gr/sns.html#limits_sns">Quotas</a>
     */
    @Test
    void whatAServiceBringsMayHaveNoMoreThanAMessage() {
        aws.sns.policy(aws.topicArn, Optional.of(Json.read("""
                {"Statement": {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                 "Action": "sns:Publish", "Resource": "%s"}}""".formatted(aws.topicArn))));

        aws.sns.deliver(aws.topicArn, event("e".repeat(256 * 1024)), () -> 1);
        assertThatThrownBy(() -> aws.sns.deliver(aws.topicArn, event("e".repeat(256 * 1024 + 1)), () -> 1))
                .hasMessage("Invalid parameter: Message too long");
    }

    /** As what a function fails with has (recorded on AWS: LocalStack's test_sns_topic_as_lambda_dead_letter_queue). */
    @Test
    void theAttributesThatAServiceBringsAreTheMessages() {
        aws.sns.policy(aws.topicArn, Optional.of(Json.read("""
                {"Statement": {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                 "Action": "sns:Publish", "Resource": "%s"}}""".formatted(aws.topicArn))));
        aws.subscribe("sqs", queue, "{}");
        Map<String, Attribute> attributes = Map.of("ErrorCode", new Attribute("Number", "200"));

        Sender sender = Sender.service("events.amazonaws.com", "arn:aws:events:us-east-1:000000000000:rule/r");
        aws.sns.deliver(aws.topicArn, new Delivery(sender, "{}", attributes, List.of(), ""), () -> 1);

        await("delivery").until(aws.sns::isQuiet);
        assertThat(Json.read(aws.received(queue).get(0).payload()).at("/MessageAttributes/ErrorCode"))
                .isEqualTo(Json.object().put("Type", "Number").put("Value", "200"));
    }

    private static Delivery event(String payload) {
        String rule = "arn:aws:events:us-east-1:000000000000:rule/r";
        return new Delivery(Sender.service("events.amazonaws.com", rule), payload, List.of());
    }

    @Test
    void aRoleMayPublishIfItsPoliciesOrTheTopicsAllowItElseSnsRefusesInItsOwnWords() {
        ObjectNode trust = (ObjectNode) Json.read("""
                {"RoleName": "R", "AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow",
                 "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}}""");
        new IamTypes(aws.iam).role().create(new Declaration("Stack", "Role", "1", trust));
        var handler = aws.iam.session("arn:aws:iam::000000000000:role/R", "Handler");
        assertThatThrownBy(() -> aws.callAs(handler, "Publish", Json.object().put("Message", "m")))
                .hasMessage("User: arn:aws:sts::000000000000:assumed-role/R/Handler is not authorized to perform:"
                        + " SNS:Publish on resource: " + aws.topicArn
                        + " because no identity-based policy allows the SNS:Publish action")
                .extracting(error -> ((AwsError) error).code())
                .isEqualTo("AuthorizationError");

        aws.sns.topic(aws.topicArn).set("Policy", """
                {"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:role/R"},
                 "Action": "sns:Publish", "Resource": "%s"}}""".formatted(aws.topicArn));
        assertThat(aws.callAs(handler, "Publish", Json.object().put("Message", "m"))
                        .path("MessageId")
                        .asText())
                .isNotEmpty();
    }
}
