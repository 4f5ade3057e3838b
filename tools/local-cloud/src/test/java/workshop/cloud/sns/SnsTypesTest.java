package workshop.cloud.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.iam.IamTypes;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Violations;

class SnsTypesTest {
    @AutoClose
    private final SnsFixture aws = new SnsFixture();

    private final ResourceType topics = SnsApi.topicType(aws.sns);
    private final ResourceType policies =
            IamTypes.ofEach("AWS::SNS::TopicPolicy", Policy.WITH_PRINCIPALS, "Topics", aws.sns::policy);
    private final ResourceType subscriptions = SubscriptionsApi.type(aws.sns);

    private static Declaration declaration(String id, String properties) {
        return new Declaration("TodoEvents", id, "1A2B", (ObjectNode) Json.read(properties.replace('\'', '"')));
    }

    /** That AWS wants a statement, and a policy: github.com/cloud-custodian/cloud-custodian 1779, 1816; aws-controllers-k8s/community 1867. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            x                  | Policy Error: null
            []                 | Policy Error: null
            {}                 | Policy Error: null
            {"Statement": "x"} | Policy Error: null
            {"Statement": ["x"]} | Policy Error: null
            {"Statement": []}  | Policy Error: null
            ~~                 | Policy is empty
            """)
    void whatIsNoPolicyIsRefused(String document, String message) {
        assertThatThrownBy(() -> aws.sns.topic(aws.topicArn).set("Policy", document))
                .hasMessage("Invalid parameter: " + message);
    }

    @Test
    void aStacksTopicHasItsNameItsSenderAndItsPolicyAndGoesAway() {
        Physical topic = topics.create(declaration("Topic", "{'DisplayName': 'Completed to-dos'}"));
        Physical policy = policies.create(declaration("Policy", """
                {'Topics': ['%s'], 'PolicyDocument': {'Statement': [{'Action': ['sns:Publish'],
                 'Effect': 'Deny', 'Principal': '*', 'Resource': '%s', 'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}]}}""".formatted(topic.ref(), topic.ref())));
        assertThat(topic.ref()).isEqualTo("arn:aws:sns:us-east-1:000000000000:TodoEvents-Topic-1A2B");
        assertThat(topic.attributes()).containsEntry("TopicName", "TodoEvents-Topic-1A2B");
        var attributes = aws.call("GetTopicAttributes", "{'TopicArn': '%s'}".formatted(topic.ref()))
                .path("Attributes");
        assertThat(attributes.path("DisplayName").asText()).isEqualTo("Completed to-dos");
        assertThat(attributes.path("Policy").asText())
                .as("in the order of test_sns_topic_policy_resets_to_default, recorded on AWS by LocalStack")
                .isEqualTo(("{'Statement':[{'Effect':'Deny','Principal':'*','Action':'sns:Publish','Resource':'%s',"
                                + "'Condition':{'Bool':{'aws:SecureTransport':'false'}}}]}")
                        .formatted(topic.ref())
                        .replace('\'', '"'));

        policies.delete(policy);
        assertThat(aws.sns.topic(topic.ref()).policies).isEmpty();
        topics.delete(topic);
        policies.delete(policy);
        assertThat(aws.call("ListTopics", "{}").path("Topics")).hasSize(1);
    }

    /** @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html">A topic's policy</a> */
    @ParameterizedTest
    @ValueSource(strings = {"sns:*", "sqs:SendMessage", "sns:Nothing", "*"})
    void aTopicsPolicyNamesActionsOfTopicsOneByOne(String action) {
        String document =
                "{'Statement': [{'Effect': 'Allow', 'Principal': '*', 'Action': ['SNS:Publish', '%s'], 'Resource': '%s'}]}"
                        .formatted(action, aws.topicArn);
        Declaration policy =
                declaration("Policy", "{'Topics': ['%s'], 'PolicyDocument': %s}".formatted(aws.topicArn, document));

        assertThatThrownBy(() -> policies.create(policy))
                .hasMessage("Invalid parameter: Policy statement action out of service scope!");
        assertThatThrownBy(() -> aws.call(
                        "SetTopicAttributes",
                        "{'TopicArn': '%s', 'AttributeName': 'Policy', 'AttributeValue': '%s'}"
                                .formatted(aws.topicArn, document.replace("'", "\\\""))))
                .hasMessage("Invalid parameter: Policy statement action out of service scope!");
    }

    /** As the update handler of AWS::SNS::TopicPolicy does, in AWS's aws-cloudformation-resource-providers-sns. */
    @Test
    void aTopicKeepsAPolicyWhileTheNextOneIsPut() {
        List<String> calls = new ArrayList<>();
        ResourceType recorded = IamTypes.ofEach(
                "P", Policy.WITH_PRINCIPALS, "Topics", (arn, document) -> calls.add(arn + document.isPresent()));
        String topics = "{'Topics': ['%s', 'b'], 'PolicyDocument': {}}";
        Declaration before = declaration("Policy", topics.formatted("a"));
        Physical policy = recorded.create(before);
        calls.clear();

        policy = recorded.update(after(before, topics.formatted("c")), policy);
        assertThat(calls).containsExactly("ctrue", "btrue", "afalse");
        calls.clear();
        recorded.delete(policy);
        assertThat(calls).containsExactly("cfalse", "bfalse");
    }

    /** As the update handler of AWS::SNS::Topic does, in AWS's aws-cloudformation-resource-providers-sns. */
    @Test
    void aNameThatTheTemplateDoesNotChangeStaysAsACallMadeIt() {
        Declaration before = declaration("Topic", "{'DisplayName': 'declared'}");
        Physical topic = topics.create(before);
        aws.sns.topic(topic.ref()).set("DisplayName", "called");

        topics.update(after(before, "{'DisplayName': 'declared', 'TracingConfig': 'Active'}"), topic);
        assertThat(aws.sns.topic(topic.ref()).sender()).startsWith("called");
        topics.update(after(before, "{}"), topic);
        assertThat(aws.sns.topic(topic.ref()).sender()).startsWith("AWS Notifications");
    }

    private static Declaration after(Declaration before, String properties) {
        Declaration now = declaration(before.logicalId(), properties);
        return new Declaration(now.stackName(), now.logicalId(), now.suffix(), now.properties(), before.properties());
    }

    @Test
    void aSubscriptionToAnAddressIsReferredToByItsArnWhileItIsPending() {
        Physical subscription = subscriptions.create(declaration(
                "Mail",
                "{'TopicArn': '%s', 'Protocol': 'email', 'Endpoint': 'a@example.com'}".formatted(aws.topicArn)));

        await("invitation").until(aws.sns::isQuiet);
        assertThat(subscription.ref()).startsWith(aws.topicArn + ":");
        assertThat(aws.sns.subscription(subscription.ref()).confirmed).isFalse();
        assertThat(aws.sns.inbox().mails("a@example.com")).hasSize(1);
    }

    /**
     * The words are AWS's in issue 1301 of go-to-k/cdkd; Terraform's aws_sns_topic_subscription expects them, too.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html">Deleting</a>
     */
    @Test
    void oneThatIsPendingEndsWithItsTopicOnly() {
        String properties = "{'TopicArn': '%s', 'Protocol': 'email', 'Endpoint': 'a@example.com'}";
        Physical subscription = subscriptions.create(declaration("Mail", properties.formatted(aws.topicArn)));
        assertThatThrownBy(() -> aws.call("Unsubscribe", "{'SubscriptionArn': '%s'}".formatted(subscription.ref())))
                .hasMessage("Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is"
                        + " pending confirmation");
        subscriptions.delete(subscription); // as CloudFormation does: it succeeds, and the subscription stays
        assertThat(aws.call("ListSubscriptions", "{}").path("Subscriptions")).hasSize(1);
        aws.call("DeleteTopic", "{}");
        assertThat(aws.call("ListSubscriptions", "{}").path("Subscriptions")).isEmpty();
    }

    @Test
    void oneThatIsConfirmedEndsWithItsResource() {
        Physical subscription = subscriptions.create(declaration(
                "Queue",
                "{'TopicArn': '%s', 'Protocol': 'sqs', 'Endpoint': '%s'}".formatted(aws.topicArn, aws.queue("q"))));
        subscriptions.delete(subscription);
        assertThat(aws.call("ListSubscriptions", "{}").path("Subscriptions")).isEmpty();
    }

    /** @see <a href="https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_sns_subscriptions.EmailSubscriptionProps.html">json</a> */
    @ParameterizedTest
    @ValueSource(strings = {"email", "email-json", "lambda", "sqs"})
    void aTemplateHasTheProtocolsThatACallHas(String protocol) {
        ObjectNode given = Json.object().put("TopicArn", aws.topicArn).put("Protocol", protocol);
        assertThat(Violations.of(subscriptions.properties(), given.put("Endpoint", "e"), Reading.TEMPLATE)
                        .ofResource())
                .isEmpty();
    }

    /** Verified on AWS in issue 1840 of cloudformation-coverage-roadmap, and in issue 24804 of aws-cdk. */
    @Test
    void theScopeOfAFilterIsChangedButNotTakenAway() {
        String filter = ", 'FilterPolicy': {'kind': ['k']}";
        String before = filter + ", 'FilterPolicyScope': 'MessageBody'";
        Function<String, Declaration> queue =
                more -> new Declaration("S", "Queue", "1", subscription(more), subscription(before));
        Physical subscription = subscriptions.create(queue.apply(before));
        for (String more : List.of("", filter)) {
            assertThatThrownBy(() -> subscriptions.update(queue.apply(more), subscription))
                    .hasMessage("Invalid parameter: FilterPolicyScope: Invalid value [null]. Please use either"
                            + " MessageBody or MessageAttributes");
        }
        subscriptions.update(queue.apply(before.replace("Body", "Attributes")), subscription);
        assertThat(aws.sns.subscription(subscription.ref()).settings.values())
                .containsEntry("FilterPolicyScope", "MessageAttributes");
    }

    private ObjectNode subscription(String more) {
        String properties = "{'TopicArn': '%s', 'Protocol': 'sqs', 'Endpoint': '%s'%s}";
        return declaration("Queue", properties.formatted(aws.topicArn, aws.queue("q"), more))
                .properties();
    }

    @Test
    void aSubscriptionsFilterIsUpdatedAndTakenAway() {
        String properties = "{'TopicArn': '%s', 'Protocol': 'sqs', 'Endpoint': '%s'%s}";
        Physical subscription = subscriptions.create(declaration(
                "Queue", properties.formatted(aws.topicArn, aws.queue("q"), ", 'FilterPolicy': {'kind': ['k']}")));
        aws.call("Publish", "{'Message': 'filtered'}");
        subscriptions.update(
                declaration(
                        "Queue", properties.formatted(aws.topicArn, aws.queue("q"), ", 'RawMessageDelivery': true")),
                subscription);
        aws.call("Publish", "{'Message': 'wanted'}");

        await("delivery").until(aws.sns::isQuiet);
        assertThat(aws.received(aws.queue("q")))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.payload()).isEqualTo("wanted"));
    }

    @Test
    void aPolicyThatIsForAnotherTopicIsTakenFromTheOneBefore() {
        String properties = """
                {'Topics': ['%s'], 'PolicyDocument': {'Statement': [{'Effect': 'Deny', 'Principal': '*',
                 'Action': 'sns:Publish', 'Resource': '%s'}]}}""";
        Physical other = topics.create(declaration("Topic", "{}"));
        Declaration before = declaration("Policy", properties.formatted(aws.topicArn, aws.topicArn));
        policies.update(after(before, properties.formatted(other.ref(), other.ref())), policies.create(before));

        assertThat(aws.sns.topic(aws.topicArn).policies).isEmpty();
        assertThat(aws.sns.topic(other.ref()).policies).hasSize(1);
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html">Region</a> */
    @Test
    void anUpdateOfTheRegionAloneFailsUnlessItIsThatOfTheCaller() {
        Physical queue = subscriptions.create(new Declaration("S", "Queue", "1", subscription("")));
        subscriptions.update(new Declaration("S", "Queue", "1", subscription(", 'Region': 'us-east-1'")), queue);
        subscriptions.update(new Declaration("S", "Queue", "1", subscription("")), queue);
        Declaration elsewhere = new Declaration("S", "Queue", "1", subscription(", 'Region': 'eu-west-1'"));
        assertThatThrownBy(() -> subscriptions.update(elsewhere, queue)).hasMessage("Invalid parameter: TopicArn");
    }
}
