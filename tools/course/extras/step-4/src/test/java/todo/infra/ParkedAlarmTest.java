package todo.infra;

import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/**
 * Alarms for what failed at every attempt.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">The
 *     metrics of SQS</a>
 */
class ParkedAlarmTest {
    private static final Lesson LESSON = new Lesson("4.E2");
    private static final List<String> QUEUES = List.of("FailedRecords", "UndeliveredEvents", "UnhandledEvents");
    private static final int MAX_SECONDS = 300;

    private final StackTemplate template = StackTemplate.synthesized(LESSON);

    @Test
    void every_queue_in_which_something_is_parked_has_an_alarm() {
        Map<String, String> names = new TreeMap<>();
        for (String queue : QUEUES) {
            Resource alarm = alarm(queue);
            List<String> metrics = metrics(alarm).stream()
                    .map(metric -> text(metric, "Namespace") + " " + text(metric, "MetricName"))
                    .toList();
            LESSON.expect(
                    metrics.contains("AWS/SQS ApproximateNumberOfMessagesVisible"),
                    "the alarm of " + queue + " looks at how many messages are in it"
                            + " (ApproximateNumberOfMessagesVisible of AWS/SQS)",
                    String.join(", ", metrics));
            for (JsonObject metric : metrics(alarm)) {
                String statistic = text(metric, "Statistic");
                LESSON.expect(
                        List.of("Maximum", "Average", "Minimum", "Sum").contains(statistic),
                        "the alarm of " + queue + " looks at the number that SQS gives, such as its Maximum",
                        "the statistic " + statistic
                                + (statistic.equals("SampleCount") ? ", which counts how often SQS gave one" : ""));
                JsonElement name = metric.getAsJsonArray("Dimensions")
                        .get(0)
                        .getAsJsonObject()
                        .get("Value");
                LESSON.expect(
                        template.resources("AWS::SQS::Queue").stream()
                                .map(template.values()::name)
                                .anyMatch(template.values().text(name)::equals),
                        "the dimension QueueName of the metric is the queue's name (getQueueName): of any other value,"
                                + " SQS gives no figures",
                        template.values().words(name));
            }
            LESSON.expect(
                    !text(alarm, "ActionsEnabled", "true").equals("false"),
                    "the alarm of " + queue + " is not switched off",
                    "ActionsEnabled false");
            alarm.property("AlarmName").ifPresent(name -> {
                String other = names.put(template.values().text(name), queue);
                LESSON.expect(
                        other == null,
                        "each alarm has a name of its own, or none: then CloudFormation chooses one",
                        "the alarms of " + other + " and of " + queue + " have the name " + name);
            });
        }
    }

    @Test
    void the_alarm_is_raised_at_the_first_message_and_at_nothing_else() {
        for (String queue : QUEUES) {
            Resource alarm = alarm(queue);
            LESSON.expect(
                    isOff(alarm, 1),
                    "the alarm of " + queue
                            + " is raised when the queue has 1 message: each message is an event that would be"
                            + " lost otherwise",
                    condition(alarm));
            LESSON.expect(
                    !isOff(alarm, 0),
                    "the alarm of " + queue + " is not raised when the queue is empty",
                    condition(alarm));
            LESSON.expect(
                    !text(alarm, "TreatMissingData", "missing").equals("breaching"),
                    "SQS sends no metrics of a queue that nobody uses, which is no reason for an alarm"
                            + " (treatMissingData)",
                    "an alarm that is raised when there are no metrics");
            int seconds = Integer.parseInt(text(alarm, "Period", "60"))
                    * Integer.parseInt(text(alarm, "EvaluationPeriods", "1"));
            LESSON.expect(
                    seconds <= 3 * MAX_SECONDS,
                    "the alarm of " + queue + " is raised within some minutes",
                    "an alarm that waits " + seconds / 60 + " minutes");
        }
    }

    private static boolean isOff(Resource alarm, double value) {
        double threshold = Double.parseDouble(text(alarm, "Threshold", "0"));
        return switch (text(alarm, "ComparisonOperator", "")) {
            case "GreaterThanThreshold" -> value > threshold;
            case "GreaterThanOrEqualToThreshold" -> value >= threshold;
            case "LessThanThreshold" -> value < threshold;
            case "LessThanOrEqualToThreshold" -> value <= threshold;
            default -> false;
        };
    }

    private static String condition(Resource alarm) {
        return text(alarm, "ComparisonOperator", "no operator") + " " + text(alarm, "Threshold", "without a threshold");
    }

    private Resource alarm(String queue) {
        return template.resources("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> metrics(alarm).stream()
                        .flatMap(metric -> metric.getAsJsonArray("Dimensions").asList().stream())
                        .map(JsonElement::getAsJsonObject)
                        .anyMatch(dimension -> isOf(queue, dimension)))
                .findFirst()
                .orElseThrow(() -> LESSON.failure(
                        "the queue " + queue + " has an alarm, whose metric has the dimension QueueName", "no alarm"));
    }

    /** The metric of an alarm; those that it adds up, if it has an expression. */
    private static List<JsonObject> metrics(Resource alarm) {
        if (alarm.property("Dimensions").isPresent()) {
            return List.of(alarm.properties());
        }
        List<JsonObject> all = alarm.property("Metrics").stream()
                .flatMap(metrics -> metrics.getAsJsonArray().asList().stream())
                .map(JsonElement::getAsJsonObject)
                .toList();
        boolean isSum = all.stream()
                .filter(each -> each.has("Expression"))
                .allMatch(each -> each.get("Expression").getAsString().matches("\\w+( *\\+ *\\w+)*"));
        return all.stream()
                .filter(each -> isSum && each.has("MetricStat"))
                .map(each -> each.getAsJsonObject("MetricStat"))
                .map(each -> {
                    JsonObject metric = each.getAsJsonObject("Metric").deepCopy();
                    metric.add("Statistic", each.get("Stat"));
                    return metric;
                })
                .filter(metric -> metric.has("Dimensions"))
                .toList();
    }

    private static String text(JsonObject metric, String property) {
        return metric.has(property) ? metric.get(property).getAsString() : "none";
    }

    private static boolean isOf(String queue, JsonObject dimension) {
        return "\"QueueName\"".equals(String.valueOf(dimension.get("Name")))
                && refersTo(dimension.get("Value")).stream().anyMatch(id -> id.contains(queue));
    }

    private static String text(Resource alarm, String property, String otherwise) {
        return alarm.property(property)
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .orElse(otherwise);
    }
}
