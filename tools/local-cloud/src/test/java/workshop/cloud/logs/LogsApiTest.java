package workshop.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Iam;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Violations;

/** As in https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html and its neighbours. */
class LogsApiTest {
    private static final String STREAM = "'logGroupName': '/app', 'logStreamName': 'a'";

    private final Iam iam = new Iam();
    private final Logs logs = new Logs(iam);
    private final Operations api = LogsApi.of(logs, new Operations("logs", iam, new Faults()));

    @BeforeEach
    void makeStream() {
        call("CreateLogGroup", "'logGroupName': '/app'");
        call("CreateLogStream", STREAM);
    }

    private JsonNode call(String operation, String input) {
        return api.call(operation, iam.owner(), (ObjectNode) Json.read(("{" + input + "}").replace('\'', '"')));
    }

    private void refused(String operation, String input, String code, String message) {
        assertThatThrownBy(() -> call(operation, input))
                .isInstanceOfSatisfying(
                        AwsError.class, error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static String event(Duration ago, String message) {
        long at = System.currentTimeMillis() - ago.toMillis();
        return "{'timestamp': " + at + ", 'message': '" + message + "'}";
    }

    private JsonNode put(String events) {
        return call("PutLogEvents", STREAM + ", 'logEvents': [" + events + "]");
    }

    private JsonNode messages(String operation, String more) {
        JsonNode answer = call(operation, (operation.startsWith("Get") ? STREAM : "'logGroupName': '/app'") + more);
        return Json.MAPPER.valueToTree(answer.path("events").findValuesAsText("message"));
    }

    /** As people met it: github.com/percona/rds_exporter/issues/81 */
    @Test
    void aStreamWhoseEventsAreAskedForIsThere() {
        put(event(Duration.ZERO, "a"));
        assertThat(messages("FilterLogEvents", ", 'logStreamNames': ['a']").toString())
                .isEqualTo("[\"a\"]");
        refused(
                "FilterLogEvents",
                "'logGroupName': '/app', 'logStreamNames': ['none']",
                "ResourceNotFoundException",
                "The specified log stream does not exist.");
    }

    @Test
    void eventsThatAreTooOldAreRejectedAndTheOthersKept() {
        JsonNode answer = put(event(Duration.ofDays(14).plusHours(1), "old") + ", "
                + event(Duration.ofDays(14).minusHours(1), "young"));
        assertThat(answer.path("rejectedLogEventsInfo")).isEqualTo(Json.object().put("tooOldLogEventEndIndex", 1));
        assertThat(messages("GetLogEvents", "")).isEqualTo(Json.array().add("young"));
    }

    @Test
    void eventsThatAreTooFarAheadAreRejectedAndTheOthersKept() {
        JsonNode answer =
                put(event(Duration.ofMinutes(-119), "soon") + ", " + event(Duration.ofMinutes(-121), "later"));
        assertThat(answer.path("rejectedLogEventsInfo")).isEqualTo(Json.object().put("tooNewLogEventStartIndex", 1));
        assertThat(messages("GetLogEvents", "")).isEqualTo(Json.array().add("soon"));
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html">For valid events</a> */
    @Test
    void eventsThatAreRejectedDoNotCountForTheDayThatABatchSpans() {
        JsonNode answer = put(event(Duration.ofDays(15), "old") + ", " + event(Duration.ofHours(20), "kept") + ", "
                + event(Duration.ofHours(-1), "too") + ", " + event(Duration.ofHours(-30), "early"));
        assertThat(answer.path("rejectedLogEventsInfo"))
                .isEqualTo(Json.object().put("tooNewLogEventStartIndex", 3).put("tooOldLogEventEndIndex", 1));
        assertThat(messages("GetLogEvents", ""))
                .isEqualTo(Json.array().add("kept").add("too"));
        assertThat(put(event(Duration.ofDays(20), "old") + ", " + event(Duration.ofDays(-2), "early"))
                        .at("/rejectedLogEventsInfo/tooOldLogEventEndIndex")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void eventsOlderThanTheGroupKeepsAreExpired() {
        logs.group("/app").retentionInDays = 1;
        JsonNode answer = put(event(Duration.ofHours(25), "expired") + ", " + event(Duration.ofHours(2), "kept"));
        assertThat(answer.path("rejectedLogEventsInfo")).isEqualTo(Json.object().put("expiredLogEventEndIndex", 1));
        assertThat(put(event(Duration.ZERO, "now")).has("rejectedLogEventsInfo"))
                .isFalse();
    }

    @Test
    void aBatchIsInOrderWithinADayAndAMegabyte() {
        refused(
                "PutLogEvents",
                STREAM + ", 'logEvents': [" + event(Duration.ZERO, "b") + ", " + event(Duration.ofDays(2), "a") + "]",
                "InvalidParameterException",
                "Log events in a single PutLogEvents request must be in chronological order.");
        refused(
                "PutLogEvents",
                STREAM + ", 'logEvents': [" + event(Duration.ofHours(25), "a") + ", " + event(Duration.ZERO, "b") + "]",
                "InvalidParameterException",
                "cannot span more than 24 hours");
        refused(
                "PutLogEvents",
                STREAM + ", 'logEvents': [" + event(Duration.ZERO, "x".repeat((1 << 20) - 25)) + "]",
                "InvalidParameterException",
                "Upload too large: 1048577 bytes exceeds limit of 1048576");
        refused("PutLogEvents", STREAM + ", 'logEvents': []", "InvalidParameterException", "at 'logEvents'");
        refused(
                "PutLogEvents",
                "'logGroupName': '/app', 'logStreamName': 'none', 'logEvents': [" + event(Duration.ZERO, "b") + "]",
                "ResourceNotFoundException",
                "The specified log stream does not exist.");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html">Updates are not supported</a> */
    @Test
    void aGroupKeepsItsClass() {
        ResourceType groups = LogsApi.types(logs).get(0);
        Physical group = groups.create(group("INFREQUENT_ACCESS", 3));
        assertThatThrownBy(() -> groups.update(group("STANDARD", 5), group))
                .hasMessage("LogGroupClass: Updates are not supported.");
        groups.update(group("INFREQUENT_ACCESS", 7), group);
        JsonNode shown =
                call("DescribeLogGroups", "'logGroupNamePrefix': 'classy'").at("/logGroups/0");
        assertThat(shown.path("logGroupClass").asText()).isEqualTo("INFREQUENT_ACCESS");
        assertThat(shown.path("retentionInDays").asInt()).isEqualTo(7);
    }

    private static Declaration group(String itsClass, int days) {
        ObjectNode properties = Json.object().put("LogGroupName", "classy").put("LogGroupClass", itsClass);
        return new Declaration("S", "G", "1", properties.put("RetentionInDays", days));
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ResourcePolicy.html">lastUpdatedTime</a> */
    @Test
    void aResourcePolicySaysWhenItWasPut() {
        long before = System.currentTimeMillis();
        putPolicy("p");
        assertThat(call("DescribeResourcePolicies", "")
                        .at("/resourcePolicies/0/lastUpdatedTime")
                        .asLong())
                .isBetween(before, System.currentTimeMillis());
    }

    private void putPolicy(String name) {
        String document = "{\"PolicyDocument\": {\"Version\": \"2012-10-17\", \"Statement\": []}}";
        ObjectNode properties = ((ObjectNode) Json.read(document)).put("PolicyName", name);
        LogsApi.policyType(logs).create(new Declaration("S", "P", "generated", properties));
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html">Ten</a>,
     *     and <a href="https://github.com/DNXLabs/terraform-aws-ecs-app/issues/40">what is said of the eleventh</a>
     */
    @Test
    void aRegionHasTenResourcePoliciesAndEachCanBePutAgain() {
        IntStream.range(0, 10).forEach(number -> putPolicy("p" + number));
        putPolicy("p9");
        assertThatThrownBy(() -> putPolicy("p10"))
                .isInstanceOfSatisfying(
                        AwsError.class, error -> assertThat(error.code()).isEqualTo("LimitExceededException"))
                .hasMessage("Resource limit exceeded.");
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html">5120</a> */
    @Test
    void aResourcePolicyHasAtMost5120Characters() {
        String policy =
                "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"logs:*\", \"Resource\": \"*\"}}";
        ObjectNode properties = Json.object().put("PolicyName", "p").put("PolicyDocument", policy);
        Members members = LogsApi.policyType(logs).properties();

        assertThat(Violations.of(members, properties, Reading.TEMPLATE).ofResource())
                .isEmpty();
        properties.put("PolicyDocument", policy + " ".repeat(5121 - policy.length()));
        assertThat(Violations.of(members, properties, Reading.TEMPLATE).ofResource())
                .singleElement()
                .asString()
                .endsWith(": expected maxLength: 5120, actual: 5121");
    }

    @Test
    void aGroupAndAStreamAreMadeOnce() {
        refused("CreateLogStream", STREAM, "ResourceAlreadyExistsException", "The specified log stream already exists");
        refused(
                "CreateLogGroup",
                "'logGroupName': '/app'",
                "ResourceAlreadyExistsException",
                "The specified log group already exists");
        refused(
                "CreateLogGroup",
                "'logGroupName': '" + "a".repeat(513) + "'",
                "InvalidParameterException",
                "Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
        refused(
                "CreateLogGroup",
                "'logGroupName': 'aws/app'",
                "InvalidParameterException",
                "Log groups starting with AWS/ are reserved for AWS.");
        refused("CreateLogGroup", "'logGroupName': 'no spaces'", "InvalidParameterException", "at 'logGroupName'");
        refused("CreateLogGroup", "'logGroupName': '/b', 'tags': {'a': 'b'}", "NotImplemented", "the parameter tags");
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html">LogGroup</a> */
    @Test
    void aGroupIsDescribedWithAllThatAwsSaysOfIt() {
        JsonNode group =
                call("DescribeLogGroups", "'logGroupNamePrefix': '/app'").at("/logGroups/0");

        assertThat(group.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "arn",
                        "creationTime",
                        "deletionProtectionEnabled",
                        "logGroupArn",
                        "logGroupClass",
                        "logGroupName",
                        "metricFilterCount",
                        "storedBytes");
    }

    @Test
    void aLimitOrATokenThatAwsDoesNotTakeIsRefused() {
        for (String operation : new String[] {"FilterLogEvents", "GetLogEvents"}) {
            String of = operation.startsWith("Get") ? STREAM : "'logGroupName': '/app'";
            refused(
                    operation,
                    of + ", 'limit': 10001",
                    "InvalidParameterException",
                    "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have"
                            + " value less than or equal to 10000");
            refused(
                    operation,
                    of + ", 'nextToken': 'invalid'",
                    "InvalidParameterException",
                    "The specified nextToken is invalid.");
        }
        refused(
                "FilterLogEvents",
                "'logGroupName': '/app', 'logStreamNames': ['a'], 'logStreamNamePrefix': 'a'",
                "InvalidParameterException",
                "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
        refused(
                "FilterLogEvents",
                "'logGroupName': '/app', 'filterPattern': '{ $.level = 1 }'",
                "NotImplemented",
                "filter patterns for JSON");
        refused(
                "DescribeLogStreams",
                "'logGroupName': '/app', 'orderBy': 'LastEventTime', 'logStreamNamePrefix': 'a'",
                "InvalidParameterException",
                "Cannot order by LastEventTime with a logStreamNamePrefix.");
        refused("DescribeLogGroups", "'limit': 51", "InvalidParameterException", "at 'limit'");
        refused("DescribeLogGroups", "'nextToken': '/none'", "InvalidParameterException", "nextToken is invalid");
        refused(
                "DescribeLogStreams",
                "'logGroupName': '/app', 'logGroupIdentifier': '/app'",
                "ValidationException",
                "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        refused(
                "DescribeLogGroups",
                "'logGroupNamePrefix': '/a', 'logGroupNamePattern': 'p'",
                "InvalidParameterException",
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }

    @Test
    void aStreamIsReadPageByPageInBothDirections() {
        put(event(Duration.ofMinutes(3), "one") + ", " + event(Duration.ofMinutes(2), "two") + ", "
                + event(Duration.ofMinutes(1), "three"));
        assertThat(messages("GetLogEvents", ", 'limit': 2"))
                .isEqualTo(Json.array().add("two").add("three"));
        JsonNode head = call("GetLogEvents", STREAM + ", 'limit': 2, 'startFromHead': true");
        assertThat(head.path("events").findValuesAsText("message")).containsExactly("one", "two");
        JsonNode rest = call(
                "GetLogEvents",
                STREAM + ", 'nextToken': '" + head.path("nextForwardToken").asText() + "'");
        assertThat(rest.path("events").findValuesAsText("message")).containsExactly("three");
        JsonNode end = call(
                "GetLogEvents",
                STREAM + ", 'nextToken': '" + rest.path("nextForwardToken").asText() + "'");
        assertThat(end.path("events")).isEmpty();
        assertThat(end.path("nextForwardToken")).isEqualTo(rest.path("nextForwardToken"));
        JsonNode back = call(
                "GetLogEvents",
                STREAM + ", 'nextToken': '" + rest.path("nextBackwardToken").asText() + "'");
        assertThat(back.path("events").findValuesAsText("message")).containsExactly("one", "two");
    }

    @Test
    void aGroupIsNamedByItsArnToo() {
        put(event(Duration.ZERO, "here"));
        for (String group : new String[] {"/app", "arn:aws:logs:us-east-1:000000000000:log-group:/app"}) {
            assertThat(call("FilterLogEvents", "'logGroupIdentifier': '" + group + "'")
                            .path("events"))
                    .hasSize(1);
        }
    }

    @Test
    void eventsAreSortedByTheirTimeNotByTheirArrival() {
        put(event(Duration.ofMinutes(1), "second"));
        put(event(Duration.ofMinutes(2), "first"));
        assertThat(messages("FilterLogEvents", ""))
                .isEqualTo(Json.array().add("first").add("second"));
        assertThat(messages("GetLogEvents", ""))
                .isEqualTo(Json.array().add("first").add("second"));
    }

    @Test
    void streamsAreDescribedInTheOrderThatIsAskedForAndInPages() {
        call("CreateLogStream", "'logGroupName': '/app', 'logStreamName': 'b'");
        put(event(Duration.ZERO, "in a"));
        String byTime = "'logGroupName': '/app', 'orderBy': 'LastEventTime'";
        assertThat(call("DescribeLogStreams", byTime).path("logStreams").findValuesAsText("logStreamName"))
                .containsExactly("b", "a");
        JsonNode page = call("DescribeLogStreams", byTime + ", 'descending': true, 'limit': 1");
        assertThat(page.path("logStreams").findValuesAsText("logStreamName")).containsExactly("a");
        assertThat(page.at("/logStreams/0/lastEventTimestamp").isNumber()).isTrue();
        JsonNode next = call(
                "DescribeLogStreams",
                byTime + ", 'descending': true, 'nextToken': '"
                        + page.path("nextToken").asText() + "'");
        assertThat(next.path("logStreams").findValuesAsText("logStreamName")).containsExactly("b");
        assertThat(next.at("/logStreams/0").has("lastEventTimestamp")).isFalse();
        assertThat(next.has("nextToken")).isFalse();
    }
}
