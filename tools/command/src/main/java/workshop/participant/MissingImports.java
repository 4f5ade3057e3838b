package workshop.participant;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.course.FileTree;

/** The imports that a compiler's objections are about, as far as the solution has them. */
record MissingImports(Path solution, Path step) {
    private static final Pattern FILE = Pattern.compile("(?m)^(\\S+\\.java):\\d+: ");
    private static final Pattern OBJECTION = Pattern.compile("(?m)^(\\S+\\.java):\\d+: "
            + "(?:cannot find symbol\\n  symbol: +(?:class|variable)|package) ([A-Z]\\w*)(?: does not exist)?$");

    /**
     * Such as {@code import java.util.List;}; those of the same file first, else of any that has only one of that name. Beside
     * them what else is not found, as it may be missing in the same way.
     */
    SortedSet<String> of(String objections) {
        SortedSet<String> missing = new TreeSet<>();
        SortedSet<String> unknown = new TreeSet<>();
        Matcher objection = OBJECTION.matcher(objections);
        while (objection.find()) {
            Path same = solution.resolve(objection.group(1));
            List<String> found = Files.exists(same) ? named(objection.group(2), Stream.of(same)) : List.of();
            List<String> imports = found.isEmpty() ? anywhere(objection.group(2)) : found;
            if (imports.size() == 1) {
                boolean isThere =
                        Source.read(step.resolve(objection.group(1))).imports().contains(imports.get(0));
                missing.addAll(isThere ? List.of() : imports); // then the class itself is missing
            } else {
                unknown.add("import ….%s; (your editor knows the package)".formatted(objection.group(2)));
            }
        }
        missing.addAll(missing.isEmpty() ? Set.of() : unknown);
        FILE.matcher(objections)
                .results()
                .map(file -> file.group(1))
                .distinct()
                .filter(file -> Files.exists(solution.resolve(file)))
                .forEach(file -> missing.addAll(mistaken(file, objections)));
        return missing;
    }

    /** Instead of a type that only has the same name, such as Java's Duration where CDK's is meant. */
    private List<String> mistaken(String file, String objections) {
        List<String> right = Source.read(solution.resolve(file)).imports();
        return Source.read(step.resolve(file)).imports().stream()
                .filter(line -> !right.contains(line))
                .map(line -> line.replaceFirst("import (.*);", "$1"))
                .filter(type -> type.contains(".") && objections.contains(type))
                .flatMap(type -> right.stream()
                        .filter(line -> line.endsWith(type.substring(type.lastIndexOf('.')) + ";"))
                        .map(line -> line + " in place of " + type))
                .toList();
    }

    private List<String> anywhere(String type) {
        return named(type, new FileTree(solution.resolve("src/main/java")).files(".java").stream());
    }

    private static List<String> named(String type, Stream<Path> files) {
        return files.flatMap(file -> Source.read(file).imports().stream())
                .filter(line -> line.endsWith("." + type + ";"))
                .distinct()
                .toList();
    }
}
