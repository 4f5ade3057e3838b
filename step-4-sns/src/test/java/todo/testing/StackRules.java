package todo.testing;

import static java.util.Comparator.comparing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import todo.testing.StackTemplate.Resource;

/** What holds for each resource: it goes with its stack, and is not in the way of a second stack in the same account. */
public final class StackRules {
    /** AWS's default; with less, a function in Java is ended in the first calls that it makes after it was started anew. */
    private static final int MIN_TIMEOUT_SECONDS = 3;

    private static final int LOG_DAYS = 7;

    /** The same stack, synthesized once more. */
    private static final Map<String, Object> ONCE_MORE = Map.of("notificationEmail", "you@example.com", "once", "more");

    private StackRules() {}

    /**
     * Fails if a function never runs, or is ended before it can have done its work.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html">Timeout</a>
     */
    public static void expectRuns(Lesson lesson, Resource function) {
        String name = function.properties().get("Handler").getAsString().replaceFirst(".*\\.", "");
        lesson.expect(
                number(function, "ReservedConcurrentExecutions", 1) > 0,
                "Lambda may run " + name,
                "a reserved concurrency of 0, with which it never runs");
        int timeout = number(function, "Timeout", MIN_TIMEOUT_SECONDS);
        lesson.expect(
                timeout >= MIN_TIMEOUT_SECONDS,
                name
                        + " has at least 3 seconds: after a pause, Java needs some seconds for the first call (a cold start)",
                "a timeout of " + timeout + " s, so that Lambda stops it in the middle of its work");
    }

    private static int number(Resource resource, String property, int otherwise) {
        return resource.property(property).map(JsonElement::getAsInt).orElse(otherwise);
    }

    /** Fails if anything that is made in a layer, such as "Stream", is not as all of the stack has to be. */
    public static void expectLayer(Lesson lesson, String layer) {
        expectLayer(lesson, layer, List.of());
    }

    /** The same without what another TODO makes, whose tests look at it. */
    public static void expectLayer(Lesson lesson, String layer, List<Resource> ofAnother) {
        StackTemplate template = StackTemplate.synthesized(lesson);
        expectOwnExports(lesson, output -> output.startsWith(layer));
        for (Resource resource : template.resources()) {
            if (!resource.logicalId().startsWith(layer) || ofAnother.contains(resource)) {
                continue;
            }
            String id = resource.logicalId().replaceAll("^" + layer + "|.{8}$", "");
            String which = "the " + word(resource) + (id.isEmpty() ? "" : " \"" + id + '"');
            switch (resource.type()) {
                case "AWS::SQS::Queue" ->
                    expectNot(
                            lesson,
                            unencrypted(template, resource),
                            "each queue is encrypted at rest and in transit (new ParkingQueue(this, …) is)",
                            which);
                case "AWS::Logs::LogGroup" ->
                    expectNot(
                            lesson,
                            kept(resource),
                            "each log group deletes its lines after a week (RetentionDays.ONE_WEEK)",
                            which);
                default -> {}
            }
            expectNot(
                    lesson,
                    leftBehind(resource).map("with "::concat),
                    "destroying the stack leaves nothing behind (RemovalPolicy.DESTROY)",
                    which);
        }
    }

    /**
     * Fails if more than AWS's services may write to a log group, or if EventBridge may not: no other statement makes up for a
     * denial. A statement with a condition may well be for those whom it should be for.
     *
     * @param logGroup its ARN
     */
    public static void expectWritable(Lesson lesson, StackTemplate template, String logGroup) {
        List<Caller> rules = template.resources("AWS::Events::Rule").stream()
                .map(rule ->
                        Caller.service("events.amazonaws.com", template.values().arn(rule)))
                .toList();
        List<Statement> statements = template.resources("AWS::Logs::ResourcePolicy").stream()
                .flatMap(policy -> policy.property("PolicyDocument").stream())
                .map(document -> JsonParser.parseString(template.values().text(document)))
                .flatMap(document -> Statement.of(template.values(), document))
                .toList();
        for (Statement statement : statements) {
            boolean isDenied = Stream.of("logs:CreateLogStream", "logs:PutLogEvents")
                    .anyMatch(action -> Stream.of(logGroup, logGroup + ":*", logGroup + ":log-stream:any")
                            .anyMatch(resource ->
                                    rules.stream().anyMatch(rule -> statement.denies(rule, action, resource))));
            lesson.expect(
                    !isDenied,
                    "EventBridge may write to the log group: a denial overrules every permission, also that of \"logged\"",
                    "a policy that denies " + statement.wordsWithPrincipal());
            lesson.expect(
                    statement.isDeny()
                            || statement.json().has("Condition")
                            || statement.strangers().isEmpty(),
                    "only AWS's services may write to the log group: \"logged\" allows it to them",
                    "a policy that allows it to " + String.join(", ", statement.strangers()));
        }
    }

    /** Fails if others than this account and AWS's services may invoke a function. */
    public static void expectInvokedByNobodyElse(Lesson lesson, StackTemplate template, Resource function) {
        String name = function.properties().get("Handler").getAsString().replaceFirst(".*\\.", "");
        template.referring("AWS::Lambda::Permission", "FunctionName", function).stream()
                .filter(permission -> Stream.of("SourceArn", "SourceAccount", "PrincipalOrgID")
                        .noneMatch(permission.properties()::has))
                .flatMap(permission -> permission.property("Principal").stream())
                .flatMap(principal -> template.values().strangers(principal).stream())
                .forEach(stranger -> {
                    throw lesson.failure(
                            "nobody outside of this account may invoke " + name,
                            "a permission of the function (addPermission) that allows it to " + stranger);
                });
    }

    private static void expectNot(Lesson lesson, Optional<String> problem, String expected, String which) {
        lesson.expect(problem.isEmpty(), expected, which + " " + problem.orElse(""));
    }

    /** Whether only roles say who may use a table: its own policy, if it has one, does no more than refuse requests without TLS. */
    public static boolean isOpenToRoles(StackTemplate template, Resource table) {
        return table.property("ResourcePolicy.PolicyDocument").stream()
                .flatMap(document -> Statement.of(template.values(), document))
                .allMatch(Statement::deniesNothingWithTls);
    }

    /**
     * Whether a queue keeps its messages encrypted, as SQS does unless the template says otherwise.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html">A
     *     queue's properties</a>
     */
    static boolean isEncryptedAtRest(Resource queue) {
        return queue.property("KmsMasterKeyId").isPresent()
                || queue.property("SqsManagedSseEnabled")
                        .map(JsonElement::getAsBoolean)
                        .orElse(true);
    }

    /** How a queue's messages can be read by others; empty if they can't. */
    public static Optional<String> unencrypted(StackTemplate template, Resource queue) {
        if (!isEncryptedAtRest(queue)) {
            return Optional.of("keeps its messages unencrypted");
        }
        return template.isEncryptedInTransit(queue, "sqs:SendMessage")
                ? Optional.empty()
                : Optional.of("takes messages that come unencrypted, without TLS");
    }

    /** How long a log group keeps its lines, if that is not a week. */
    public static Optional<String> kept(Resource group) {
        int days = number(group, "RetentionInDays", 0);
        return days == LOG_DAYS
                ? Optional.empty()
                : Optional.of("keeps its lines " + (days == 0 ? "for ever" : "for " + days + " days"));
    }

    /**
     * Fails unless these resources, and the keys that encrypt them, go with the stack and have names of their own, which stay.
     *
     * @param which answers the resources that the lesson is about
     */
    public static void expectOwn(Lesson lesson, Function<StackTemplate, List<Resource>> which) {
        StackTemplate template = StackTemplate.synthesized(lesson);
        StackTemplate second = StackTemplate.secondStack(lesson);
        List<String> others =
                which.apply(second).stream().map(second.values()::arn).toList();
        StackTemplate later = StackTemplate.synthesized(lesson, ONCE_MORE, "the stack can be synthesized twice");
        List<String> same = which.apply(later).stream().map(later.values()::arn).toList();
        for (Resource resource : which.apply(template)) {
            lesson.expect(
                    same.contains(template.values().arn(resource)),
                    "each deployment gives the " + word(resource)
                            + " the same name: with another one, CloudFormation replaces it, and what is in it is lost",
                    "the name " + template.values().name(resource) + ", which the next deployment changes");
            for (Resource each : withKeys(template, resource)) {
                leftBehind(each).ifPresent(left -> {
                    throw lesson.failure(
                            "destroying the stack leaves nothing behind, so the " + word(each)
                                    + " is deleted too (RemovalPolicy.DESTROY)",
                            "the " + word(each) + " with " + left);
                });
            }
            lesson.expect(
                    !others.contains(template.values().arn(resource)),
                    "two stacks in one account have different names for their " + word(resource)
                            + ": leave the name out (CloudFormation then chooses one), or put the stack's name into it",
                    "the fixed name " + template.values().name(resource)
                            + "; a second stack in this account would need the same name");
        }
    }

    /** Fails if one of these outputs has an export that a second stack in the account has, too. */
    public static void expectOwnExports(Lesson lesson, Predicate<String> outputs) {
        Map<String, String> second = exports(StackTemplate.secondStack(lesson));
        exports(StackTemplate.synthesized(lesson))
                .forEach((output, name) -> lesson.expect(
                        !outputs.test(output) || !second.containsValue(name),
                        "two stacks in one account can both have the output " + output + ": leave out its export name,"
                                + " because an export name is unique in an account and region",
                        "the export name " + name + " in both stacks"));
    }

    /** The export names of a stack's outputs, by output. */
    private static Map<String, String> exports(StackTemplate template) {
        Map<String, String> exports = new TreeMap<>();
        template.json().getAsJsonObject("Outputs").asMap().forEach((output, value) -> {
            JsonObject export = value.getAsJsonObject().getAsJsonObject("Export");
            if (export != null) {
                exports.put(output, template.values().text(export.get("Name")));
            }
        });
        return exports;
    }

    /** What keeps a resource when its stack is destroyed; empty if nothing does. */
    public static Optional<String> leftBehind(Resource resource) {
        if (resource.property("DeletionProtectionEnabled")
                .filter(JsonElement::getAsBoolean)
                .isPresent()) {
            return Optional.of(".deletionProtection(true), so that the stack can't be destroyed. Leave that out");
        }
        // RETAIN_ON_UPDATE_OR_DELETE makes two policies, Retain and the longer RetainExceptOnCreate.
        return resource.kept().stream()
                .max(comparing(String::length))
                .map(policy -> "the removal policy "
                        + policy.replace("ExceptOnCreate", "_on_update_or_delete")
                                .toUpperCase(Locale.ROOT)
                        + ", so that it stays in the account");
    }

    /** A resource and the keys that it refers to. */
    public static List<Resource> withKeys(StackTemplate template, Resource resource) {
        return Stream.concat(
                        Stream.of(resource),
                        StackTemplate.refersTo(resource.properties()).stream()
                                .flatMap(id -> template.resource(id).stream())
                                .filter(referred -> referred.type().equals("AWS::KMS::Key")))
                .toList();
    }

    /** The kind of a resource, such as "event bus". */
    static String word(Resource resource) {
        return resource.type()
                .replaceFirst(".*::", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
