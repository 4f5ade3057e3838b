package todo.testing;

import static java.util.Comparator.comparing;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import todo.testing.StackTemplate.Resource;

/** What holds for each resource: it goes with its stack, and is not in the way of a second stack in the same account. */
public final class StackRules {
    private StackRules() {}

    /**
     * Fails unless these resources, and the keys that encrypt them, go with the stack and have names of their own.
     *
     * @param which answers the resources that the lesson is about
     */
    public static void expectOwn(Lesson lesson, Function<StackTemplate, List<Resource>> which) {
        StackTemplate template = StackTemplate.synthesized(lesson);
        StackTemplate second = StackTemplate.secondStack(lesson);
        List<String> others =
                which.apply(second).stream().map(second.values()::arn).toList();
        for (Resource resource : which.apply(template)) {
            for (Resource each : withKeys(template, resource)) {
                leftBehind(each).ifPresent(left -> {
                    throw lesson.failure(
                            "destroying the stack leaves nothing behind, so the " + word(each)
                                    + " goes with it (RemovalPolicy.DESTROY)",
                            "the " + word(each) + " with " + left);
                });
            }
            lesson.expect(
                    !others.contains(template.values().arn(resource)),
                    "two stacks in one account have their own " + word(resource)
                            + ": CloudFormation makes up a name, or it has the stack's name in it",
                    "the name " + template.values().name(resource) + " in both");
        }
    }

    /** Fails if an output has an export that a second stack in the account has, too. */
    public static void expectOwnExport(Lesson lesson, String output) {
        Optional<String> export = export(StackTemplate.synthesized(lesson), output);
        lesson.expect(
                export.isEmpty() || !export.equals(export(StackTemplate.secondStack(lesson), output)),
                "two stacks in one account can have the output " + output + ": an output needs no export name,"
                        + " and an account has each export name only once",
                "the export name " + export.orElse("") + " in both");
    }

    private static Optional<String> export(StackTemplate template, String output) {
        return Optional.ofNullable(template.json()
                        .getAsJsonObject("Outputs")
                        .getAsJsonObject(output)
                        .getAsJsonObject("Export"))
                .map(export -> template.values().text(export.get("Name")));
    }

    /** What keeps a resource when its stack is destroyed; empty if nothing does. */
    public static Optional<String> leftBehind(Resource resource) {
        if (resource.property("DeletionProtectionEnabled")
                .filter(JsonElement::getAsBoolean)
                .isPresent()) {
            return Optional.of("deletion protection, so that the stack can't be destroyed");
        }
        // RETAIN_ON_UPDATE_OR_DELETE makes two policies, Retain and the longer RetainExceptOnCreate.
        return resource.kept().stream()
                .max(comparing(String::length))
                .map(policy -> "the removal policy "
                        + policy.replace("ExceptOnCreate", "_on_update_or_delete")
                                .toUpperCase(Locale.ROOT)
                        + ", so that it stays in the account");
    }

    private static List<Resource> withKeys(StackTemplate template, Resource resource) {
        return Stream.concat(
                        Stream.of(resource),
                        StackTemplate.refersTo(resource.properties()).stream()
                                .flatMap(id -> template.resource(id).stream())
                                .filter(referred -> referred.type().equals("AWS::KMS::Key")))
                .toList();
    }

    /** The kind of a resource, such as "event bus". */
    private static String word(Resource resource) {
        return resource.type()
                .replaceFirst(".*::", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
