package todo.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Code;
import todo.infra.TodoStack;

/** The stack's template as CloudFormation gets it, synthesized once for each context. */
public final class StackTemplate {
    /** The context of {@link #synthesized(Lesson)}: an address for email. */
    public static final Map<String, Object> WITH_MAIL = Map.of("notificationEmail", "you@example.com");

    /** The name of the stack, and of another one that somebody deploys to the same account. */
    private static final String FIRST = "TodoEvents";

    private static final String SECOND = "OtherEvents";

    private static final Pattern VALUE_FIRST =
            Pattern.compile("(addEnvironment\\(|(?:output|create|new \\w+)\\(\\s*this,)\\s*+(?=\\w+\\.get\\w+\\()");

    private static final String SYNTHESIZED_AT_ALL =
            "the stack can be synthesized; until then, nothing about it can be tested";

    private static final Map<Synthesized, Outcome> OUTCOMES = new ConcurrentHashMap<>();
    private static final Pattern MESSAGE = Pattern.compile("aws:cdk:(info|warning|error)");
    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([A-Za-z0-9]+)");

    /** What a template is made of. */
    private record Synthesized(String stackName, Map<String, Object> context) {}

    /** What synth has made, or why it failed: it would fail again in the same way. */
    private record Outcome(StackTemplate template, Throwable failure) {
        static Outcome of(Synthesized what) {
            try {
                return new Outcome(synthesize(what), null);
            } catch (RuntimeException | Error e) {
                return new Outcome(null, e);
            }
        }
    }

    /**
     * A resource of the template.
     *
     * @param kept the removal policies, such as {@code "Retain"}, that keep it when its stack is destroyed or it is replaced
     */
    public record Resource(String logicalId, String type, JsonObject properties, List<String> kept) {
        /** Its logical id without the ending that CDK adds. */
        public String id() {
            return logicalId.replaceFirst("(?<=.)[0-9A-F]{8}$", "");
        }

        /** A property, as {@code "Code.S3Key"}; empty if it isn't given. */
        public Optional<JsonElement> property(String path) {
            JsonElement value = properties;
            for (String name : path.split("\\.")) {
                if (value == null || !value.isJsonObject()) {
                    return Optional.empty();
                }
                value = value.getAsJsonObject().get(name);
            }
            return Optional.ofNullable(value);
        }
    }

    private final String stackName;
    private final JsonObject template;
    private final List<String> messages;
    private final List<Resource> resources = new ArrayList<>();

    private StackTemplate(String stackName, JsonObject template, List<String> messages) {
        this.stackName = stackName;
        this.template = template;
        this.messages = messages;
        template.getAsJsonObject("Resources").entrySet().forEach(entry -> {
            JsonObject resource = entry.getValue().getAsJsonObject();
            JsonObject properties = resource.getAsJsonObject("Properties");
            resources.add(new Resource(
                    entry.getKey(),
                    resource.get("Type").getAsString(),
                    properties == null ? new JsonObject() : properties,
                    Stream.of("DeletionPolicy", "UpdateReplacePolicy")
                            .filter(resource::has)
                            .map(name -> resource.get(name).getAsString())
                            .filter(policy -> !policy.equals("Delete"))
                            .toList()));
        });
    }

    /** The template, for what is about no TODO; fails with what synth says if there is none. */
    public static StackTemplate synthesized() {
        return of(
                new Synthesized(FIRST, WITH_MAIL),
                reason -> new AssertionError(SYNTHESIZED_AT_ALL + Lesson.GOT + reason + "."));
    }

    /** The template, with an address for email; fails with what synth says if there is none. */
    public static StackTemplate synthesized(Lesson lesson) {
        return of(new Synthesized(FIRST, WITH_MAIL), reason -> lesson.failure(SYNTHESIZED_AT_ALL, reason));
    }

    /** The template for what {@code -c} gives; fails with what is expected of it if there is none. */
    public static StackTemplate synthesized(Lesson lesson, Map<String, Object> context, String expected) {
        return of(
                new Synthesized(FIRST, context), reason -> lesson.failure(expected, "no template, because " + reason));
    }

    /** The template of a second stack, of another name, in the same account. */
    public static StackTemplate secondStack(Lesson lesson) {
        return of(new Synthesized(SECOND, WITH_MAIL), reason -> lesson.failure(SYNTHESIZED_AT_ALL, reason));
    }

    private static StackTemplate of(Synthesized what, Function<String, AssertionError> failure) {
        Outcome outcome = OUTCOMES.computeIfAbsent(what, Outcome::of);
        if (outcome.failure != null) {
            throw failure.apply(reason(outcome.failure));
        }
        return outcome.template;
    }

    private static StackTemplate synthesize(Synthesized what) {
        try {
            Path folder = Files.createTempDirectory("stack-template");
            try {
                return synthesize(what, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StackTemplate synthesize(Synthesized what, Path folder) throws IOException {
        Path code = Files.createDirectory(folder.resolve("lambda-package"));
        App app = new App(AppProps.builder()
                .context(what.context())
                .outdir(folder.resolve("cdk.out").toString())
                .build());
        TodoStack stack =
                new TodoStack(app, what.stackName(), StackProps.builder().build(), Code.fromAsset(code.toString()));
        Path assembly = Path.of(app.synth().getDirectory());
        return new StackTemplate(
                what.stackName(),
                read(assembly.resolve(stack.getTemplateFile())),
                messages(read(assembly.resolve(stack.getArtifactId() + ".metadata.json"))));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static JsonObject read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    /** The infos, warnings and errors in what synth notes about each construct. */
    private static List<String> messages(JsonObject metadata) {
        return metadata.asMap().values().stream()
                .flatMap(notes -> notes.getAsJsonArray().asList().stream())
                .map(JsonElement::getAsJsonObject)
                .filter(note -> MESSAGE.matcher(note.get("type").getAsString()).matches())
                .map(note -> note.get("type").getAsString().replace("aws:cdk:", "") + ": "
                        + note.get("data").getAsString())
                .toList();
    }

    /** What CDK says, without the frames of its kernel, and where in this project; or why Node.js doesn't start. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        Optional<String> invalid = Validation.inWords(String.valueOf(cause.getMessage()));
        if (invalid.isPresent()) {
            return invalid.get();
        }
        String first = firstSentence(Lesson.withoutPackages(
                cause.getMessage() == null || cause instanceof Error ? Lesson.named(cause) : cause.getMessage()));
        String reason =
                (cause instanceof Error ? first : first.replaceFirst("^[A-Z]\\w+: ", "")).replaceFirst("\\.+$", "");
        reason = Advice.on(Advice.ON_SYNTH, reason);
        reason = reason.replaceFirst("with name 'DynamoDBEventSource:\\w+'", "for the stream of this table");
        reason = Lesson.nullArgument(cause).orElse(reason);
        String place = Lesson.placeInLayer(cause);
        boolean isSwapped =
                reason.startsWith(Advice.KNOWN_LATER) || place.isEmpty() && reason.contains(Advice.KNOWN_LATER);
        return reason + (isSwapped ? placeOfSwapped() : place);
    }

    /** Where a name comes first that is neither written down nor a constant: synth, which finds it, is past that line. */
    private static String placeOfSwapped() {
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/todo/infra"))) {
            for (Path source : sources.sorted().toList()) {
                String code = Files.readString(source);
                Matcher call = VALUE_FIRST.matcher(code);
                if (call.find()) {
                    long line = code.substring(0, call.start()).lines().count();
                    return " (" + source.getFileName() + ":" + line + ")";
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line, and the next one, too, if it only says that something follows. */
    private static String firstSentence(String message) {
        List<String> lines = message.lines().map(String::strip).limit(2).toList();
        return lines.isEmpty() ? message : lines.get(0).endsWith(":") ? String.join(" ", lines) : lines.get(0);
    }

    /** Everything in the template. */
    public JsonObject json() {
        return template;
    }

    /** What synth says to the person who runs it, each with its level in front. */
    public List<String> messages() {
        return messages;
    }

    public String stackName() {
        return stackName;
    }

    /** What CloudFormation makes of the template's values in some account. */
    public Values values() {
        return values(Values.ACCOUNT, Values.REGION);
    }

    public Values values(String account, String region) {
        return new Values(this, account, region);
    }

    public List<Resource> resources() {
        return resources;
    }

    public Optional<Resource> resource(String logicalId) {
        return resources.stream()
                .filter(resource -> resource.logicalId().equals(logicalId))
                .findFirst();
    }

    /** The resources of a type, such as {@code "AWS::Events::Rule"}. */
    public List<Resource> resources(String type) {
        return resources.stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    /** The Lambda function with this handler class, whose name is given without its package. */
    public Optional<Resource> function(String handler) {
        return resources("AWS::Lambda::Function").stream()
                .filter(function -> function.property("Handler")
                        .map(JsonElement::getAsString)
                        .filter(name -> name.endsWith("." + handler))
                        .isPresent())
                .findFirst();
    }

    /** The event source mappings that hand records to a function, or to a version or an alias of it. */
    public List<Resource> mappings(Resource function) {
        Stream<Resource> named = Stream.of("AWS::Lambda::Version", "AWS::Lambda::Alias")
                .flatMap(type -> referring(type, "FunctionName", function).stream());
        return Stream.concat(Stream.of(function), named)
                .flatMap(to -> referring("AWS::Lambda::EventSourceMapping", "FunctionName", to).stream())
                .distinct()
                .toList();
    }

    /** The patterns of a mapping's filters; none if everything passes. */
    public static List<String> filters(Lesson lesson, Resource mapping) {
        return mapping.property("FilterCriteria.Filters").stream()
                .flatMap(filters -> filters.getAsJsonArray().asList().stream())
                .map(filter -> Optional.ofNullable(filter.getAsJsonObject().get("Pattern"))
                        .orElseThrow(() -> lesson.failure(
                                "FilterCriteria.filter(Map.of(…)) makes each filter", "the filter " + filter)))
                .map(JsonElement::getAsString)
                .toList();
    }

    /** The resources of this type that refer, in this property, to this resource. */
    public List<Resource> referring(String type, String property, Resource to) {
        return resources(type).stream()
                .filter(resource ->
                        refersTo(resource.property(property).orElse(null)).contains(to.logicalId()))
                .toList();
    }

    /** Whether CloudFormation makes a resource after one of this type: it refers to it, or depends on it. */
    public boolean waitsFor(Resource resource, String type) {
        JsonObject declared = template.getAsJsonObject("Resources").getAsJsonObject(resource.logicalId());
        Set<String> before = refersTo(declared);
        if (declared.has("DependsOn")) {
            before.addAll(texts(declared.get("DependsOn")));
        }
        return resources(type).stream().map(Resource::logicalId).anyMatch(before::contains);
    }

    /** The statements of the policies of a queue or a topic. */
    public List<Statement> policy(Resource resource) {
        return referring(resource.type() + "Policy", resource.type().replaceFirst(".*::", "") + "s", resource).stream()
                .flatMap(policy -> Statement.of(values(), policy.properties().get("PolicyDocument")))
                .toList();
    }

    /** Whether a queue's or a topic's policy refuses everybody who comes without TLS. */
    public boolean isEncryptedInTransit(Resource resource, String action) {
        return policy(resource).stream()
                .anyMatch(statement -> statement.denies(Caller.WITHOUT_TLS, action, values().arn(resource)));
    }

    /** The value of an output; empty if the stack has none of this name. */
    public Optional<JsonElement> output(String key) {
        JsonObject outputs = template.getAsJsonObject("Outputs");
        return outputs == null || !outputs.has(key)
                ? Optional.empty()
                : Optional.of(outputs.getAsJsonObject(key).get("Value"));
    }

    /** What there is instead of an output that is missing. */
    public String noSuchOutput() {
        return "no such output, only "
                + template.getAsJsonObject("Outputs").keySet().stream().sorted().toList();
    }

    /** A text, or each text of a list: a statement's actions may be either; what is no text is given as JSON. */
    public static List<String> texts(JsonElement value) {
        List<JsonElement> all = value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
        return all.stream()
                .map(each -> each.isJsonPrimitive() ? each.getAsString() : each.toString())
                .toList();
    }

    /** The logical ids of the resources that a value refers to, by Ref, Fn::GetAtt or Fn::Sub. */
    public static Set<String> refersTo(JsonElement value) {
        Set<String> found = new TreeSet<>();
        collect(value, found);
        return found;
    }

    private static void collect(JsonElement value, Set<String> found) {
        if (value == null || value.isJsonNull() || value.isJsonPrimitive()) {
            return;
        }
        if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(element -> collect(element, found));
            return;
        }
        value.getAsJsonObject().entrySet().forEach(entry -> {
            JsonElement inner = entry.getValue();
            switch (entry.getKey()) {
                case "Ref" -> found.add(inner.getAsString());
                case "Fn::GetAtt" ->
                    found.add(
                            inner.isJsonArray()
                                    ? inner.getAsJsonArray().get(0).getAsString()
                                    : inner.getAsString().split("\\.")[0]);
                case "Fn::Sub" -> {
                    Matcher names = SUBSTITUTED.matcher(inner.toString());
                    while (names.find()) {
                        found.add(names.group(1));
                    }
                    collect(inner, found);
                }
                default -> collect(inner, found);
            }
        });
    }
}
