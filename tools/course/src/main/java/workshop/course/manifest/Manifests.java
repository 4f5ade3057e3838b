package workshop.course.manifest;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import workshop.course.CourseException;
import workshop.course.FileTree;

/** Reads the manifests of a folder: step-1.yaml, step-2.yaml and so on, without a gap. */
public final class Manifests {
    private static final JsonSetter.Value EMPTY_IF_MISSING = JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL);
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withConfigOverride(List.class, lists -> lists.setSetterInfo(EMPTY_IF_MISSING))
            .withConfigOverride(Map.class, maps -> maps.setSetterInfo(EMPTY_IF_MISSING))
            .build();

    private Manifests() {}

    public static List<Step> steps(Path repository) {
        return read(repository, "tools/course/steps");
    }

    /** The TODOs of its steps for those who finish early, as steps: of the first ones, or of none. */
    public static List<Step> extras(Path repository) {
        String folder = "tools/course/extras";
        return Files.isDirectory(repository.resolve(folder)) ? read(repository, folder) : List.of();
    }

    /** @throws CourseException if one is missing, can't be read, or isn't the step that its name says */
    private static List<Step> read(Path repository, String folder) {
        List<String> problems = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (int number = 1; number <= count(repository.resolve(folder)); number++) {
            String file = folder + "/step-" + number + ".yaml";
            if (!Files.isRegularFile(repository.resolve(file))) {
                problems.add(file + " is missing: steps are numbered from 1 without a gap");
                continue;
            }
            try {
                Step step = YAML.readValue(repository.resolve(file).toFile(), Step.class);
                if (step.step() != number) {
                    problems.add(file + " says \"step: " + step.step() + "\"; its name says " + number);
                }
                steps.add(step);
            } catch (JsonProcessingException e) {
                problems.add(file + problem(e));
            } catch (IOException e) {
                throw new UncheckedIOException("Can't read " + file, e);
            }
        }
        if (!problems.isEmpty()) {
            throw new CourseException(problems);
        }
        return steps;
    }

    /** Where it is and what: by the fields' names if one is unknown, as the parser is at another line when it says so. */
    private static String problem(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return unknown.getPath().stream()
                            .map(at -> at.getFieldName() == null ? "number " + (at.getIndex() + 1) : at.getFieldName())
                            .collect(Collectors.joining(", ", ", at ", ": there is no such field; there are "))
                    + unknown.getKnownPropertyIds().stream().sorted().toList();
        }
        String line = e.getLocation() == null ? ": " : ":" + e.getLocation().getLineNr() + ": ";
        return line
                + (e.getCause() instanceof IllegalArgumentException ours
                        ? ours.getMessage()
                        : "it can't be read: " + e.getOriginalMessage());
    }

    private static long count(Path folder) {
        long count = new FileTree(folder)
                .files(".yaml").stream()
                        .filter(file -> file.getFileName().toString().matches("step-\\d+\\.yaml"))
                        .count();
        if (count == 0) {
            throw new CourseException(folder + " has no manifest: write step-1.yaml");
        }
        return count;
    }
}
