package todo.testing;

import static java.util.stream.Collectors.joining;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import todo.testing.StackTemplate.Resource;

/**
 * What CloudFormation makes of the values in a template, in some account and region: two ways to write the same name or ARN
 * have the same value.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">Intrinsic
 *     functions</a>
 */
public final class Values {
    /** Where the stack is, unless a test says otherwise. */
    public static final String ACCOUNT = "123456789012";

    public static final String REGION = "eu-central-1";

    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([^!}][^}]*)}");

    /** What CDK gives in place of a value, and no longer recognizes. */
    private static final Pattern CHANGED_PLACEHOLDER = Pattern.compile("\\$\\{token\\[", Pattern.CASE_INSENSITIVE);

    private static final Pattern ACCOUNTS = Pattern.compile("\\b\\d{12}\\b");

    /** The property that names a resource, the service in its ARN, what is before its name there, and its plain word. */
    private record Kind(String name, String service, String beforeName, String word) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "AWS::Events::EventBus", new Kind("Name", "events", "event-bus/", "the bus"),
            "AWS::Events::Archive", new Kind("ArchiveName", "events", "archive/", "the archive"),
            "AWS::Events::Rule", new Kind("Name", "events", "rule/", "a rule"),
            "AWS::DynamoDB::Table", new Kind("TableName", "dynamodb", "table/", "the table"),
            "AWS::SQS::Queue", new Kind("QueueName", "sqs", "", "the queue"),
            "AWS::SNS::Topic", new Kind("TopicName", "sns", "", "the topic"),
            "AWS::Lambda::Function", new Kind("FunctionName", "lambda", "function:", "the function"),
            "AWS::IAM::Role", new Kind("RoleName", "iam", "role/", "the role"),
            "AWS::Logs::LogGroup", new Kind("LogGroupName", "logs", "log-group:", "the log group"));

    private final StackTemplate template;
    private final String account;
    private final String region;

    Values(StackTemplate template, String account, String region) {
        this.template = template;
        this.account = account;
        this.region = region;
    }

    String account() {
        return account;
    }

    /** A value as text; the parts of a list are joined by commas, and what isn't there is "nothing". */
    public String text(JsonElement value) {
        JsonElement resolved = resolved(value);
        if (resolved.isJsonArray()) {
            return resolved.getAsJsonArray().asList().stream()
                    .map(Values::plain)
                    .collect(joining(", "));
        }
        return resolved.isJsonNull() ? "nothing" : plain(resolved);
    }

    /** Each text of a value: a statement's actions may be one or a list. */
    public List<String> texts(JsonElement value) {
        JsonElement resolved = resolved(value);
        List<JsonElement> all =
                resolved.isJsonArray() ? resolved.getAsJsonArray().asList() : List.of(resolved);
        return all.stream().map(Values::plain).toList();
    }

    /** The same as a person says it: "the bus's name" where that is the value. */
    public String words(JsonElement value) {
        return texts(value).stream().map(this::words).collect(joining(", "));
    }

    /** Which variables a function has, where the one that is asked for is missing. */
    public static String namesInWords(JsonObject variables) {
        return variables.isEmpty()
                ? "no environment variables"
                : variables.keySet().stream().collect(joining("\", \"", "only \"", "\""));
    }

    /** Whom a policy's principal names besides services and this account, as a person says it. */
    public List<String> strangers(JsonElement principal) {
        String named = text(principal);
        return Stream.concat(
                        Stream.of("everybody").filter(all -> named.contains("*")),
                        ACCOUNTS.matcher(named)
                                .results()
                                .map(MatchResult::group)
                                .filter(id -> !id.equals(account))
                                .map(id -> "the account " + id))
                .toList();
    }

    private String words(String text) {
        for (Resource resource : template.resources()) {
            Kind kind = KINDS.get(resource.type());
            if (kind != null && text.equals(arn(resource))) {
                return kind.word() + "'s ARN" + which(resource);
            }
            if (kind != null && text.equals(stream(resource))) {
                return kind.word() + "'s stream" + which(resource);
            }
            if (kind != null && text.equals(name(resource))) {
                return kind.word() + "'s name (" + text + ")";
            }
            if (kind != null && text.equals(ref(resource))) {
                return kind.word() + "'s URL" + which(resource);
            }
        }
        if (CHANGED_PLACEHOLDER.matcher(text).find()) {
            return text + " (a name or an ARN is a placeholder until the deployment: pass it on as it is)";
        }
        return text.equals("null") ? "nothing" : text;
    }

    /** Which of several resources of one type it is. */
    private String which(Resource resource) {
        return template.resources(resource.type()).size() == 1 ? "" : " (" + resource.id() + ")";
    }

    /** The name that a resource has in the account; one that CloudFormation makes up begins with the stack's. */
    public String name(Resource resource) {
        Kind kind = KINDS.get(resource.type());
        return Optional.ofNullable(kind)
                .flatMap(named -> resource.property(named.name()))
                .map(this::text)
                .orElse(template.stackName() + "-" + resource.logicalId());
    }

    public String arn(Resource resource) {
        Kind kind = KINDS.get(resource.type());
        if (kind == null) {
            return name(resource) + ".Arn";
        }
        String where = kind.service().equals("iam") ? "" : region;
        String bus = resource.property("EventBusName")
                .filter(any -> resource.type().equals("AWS::Events::Rule"))
                .map(name -> text(name) + "/")
                .orElse("");
        String end = kind.service().equals("logs") ? ":*" : "";
        return String.join(
                ":", "arn:aws", kind.service(), where, account, kind.beforeName() + bus + name(resource) + end);
    }

    /** The value with all its functions worked out. */
    public JsonElement resolved(JsonElement value) {
        if (value == null || value.isJsonNull()) {
            return JsonNull.INSTANCE;
        }
        if (value.isJsonArray()) {
            JsonArray all = new JsonArray();
            value.getAsJsonArray().forEach(each -> all.add(resolved(each)));
            return all;
        }
        if (value.isJsonPrimitive()) {
            return value;
        }
        JsonObject object = value.getAsJsonObject();
        if (object.size() == 1) {
            Map.Entry<String, JsonElement> only = object.entrySet().iterator().next();
            Optional<JsonElement> worked = function(only.getKey(), only.getValue());
            if (worked.isPresent()) {
                return worked.get();
            }
        }
        JsonObject all = new JsonObject();
        object.entrySet().forEach(entry -> all.add(entry.getKey(), resolved(entry.getValue())));
        return all;
    }

    private Optional<JsonElement> function(String name, JsonElement argument) {
        return switch (name) {
            case "Ref" -> Optional.of(new JsonPrimitive(reference(argument.getAsString())));
            case "Fn::GetAtt" ->
                Optional.of(new JsonPrimitive(
                        reference(argument.isJsonArray() ? joined(".", argument) : argument.getAsString())));
            case "Fn::Join" -> {
                JsonArray arguments = argument.getAsJsonArray();
                yield Optional.of(
                        new JsonPrimitive(joined(arguments.get(0).getAsString(), resolved(arguments.get(1)))));
            }
            case "Fn::Split" -> {
                JsonArray arguments = argument.getAsJsonArray();
                JsonArray parts = new JsonArray();
                Arrays.stream(text(arguments.get(1))
                                .split(Pattern.quote(arguments.get(0).getAsString())))
                        .forEach(parts::add);
                yield Optional.of(parts);
            }
            case "Fn::Select" -> {
                JsonArray arguments = resolved(argument).getAsJsonArray();
                yield Optional.of(
                        arguments.get(1).getAsJsonArray().get(arguments.get(0).getAsInt()));
            }
            case "Fn::Sub" -> Optional.of(new JsonPrimitive(substituted(argument)));
            default -> Optional.empty();
        };
    }

    private String substituted(JsonElement argument) {
        JsonObject given =
                argument.isJsonArray() ? argument.getAsJsonArray().get(1).getAsJsonObject() : new JsonObject();
        String text = (argument.isJsonArray() ? argument.getAsJsonArray().get(0) : argument).getAsString();
        return SUBSTITUTED
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        given.has(found.group(1)) ? text(given.get(found.group(1))) : reference(found.group(1))));
    }

    /** What a name in a Ref or in Fn::Sub, or a name and an attribute, stand for. */
    private String reference(String name) {
        return switch (name) {
            case "AWS::AccountId" -> account;
            case "AWS::Region" -> region;
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::StackName" -> template.stackName();
            case "AWS::StackId" ->
                String.join(":", "arn:aws:cloudformation", region, account, "stack/" + template.stackName());
            default -> {
                String[] parts = name.split("\\.", 2);
                yield template.resource(parts[0])
                        .map(resource -> parts.length == 1 ? ref(resource) : attribute(resource, parts[1]))
                        .orElse(name);
            }
        };
    }

    private String ref(Resource resource) {
        return switch (resource.type()) {
            case "AWS::SNS::Topic" -> arn(resource);
            case "AWS::SQS::Queue" -> "https://sqs." + region + ".amazonaws.com/" + account + "/" + name(resource);
            case "AWS::Lambda::Version", "AWS::Lambda::Alias" ->
                text(resource.properties().get("FunctionName"))
                                .replaceFirst("^(?!arn:)", "arn:aws:lambda:" + region + ":" + account + ":function:")
                        + resource.property("Name")
                                .map(alias -> ":" + text(alias))
                                .orElse(":1");
            default -> name(resource);
        };
    }

    private String attribute(Resource resource, String attribute) {
        return switch (attribute) {
            case "Arn", "TopicArn" -> arn(resource);
            case "StreamArn" -> stream(resource);
            case "Name", "QueueName", "TopicName", "ArchiveName" -> name(resource);
            default -> resource.logicalId() + "." + attribute;
        };
    }

    /** The ARN of a table's stream. */
    private String stream(Resource resource) {
        return arn(resource) + "/stream/2026-01-01T00:00:00.000";
    }

    private static String joined(String separator, JsonElement parts) {
        return parts.getAsJsonArray().asList().stream().map(Values::plain).collect(joining(separator));
    }

    private static String plain(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }
}
