package workshop.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;
import workshop.project.Repository;
import workshop.terminal.Terminal;

class GuidesTest {
    private static final Path REPOSITORY = Repository.ofLauncher().home();

    /** In a code span or at the beginning of a line; brackets are around what may be left out. */
    private static final Pattern TYPED = Pattern.compile("(?m)(?:`|^)\\.{1,2}/workshop ([a-z-][^`#|\\n]*)");

    @Test
    void everyCommandOfTheGuidesCanBeTypedWithTheOptionsThatTheyGiveIt() throws IOException {
        List<String> refused = new ArrayList<>();
        int typed = 0;
        for (Path page : pages()) {
            for (MatchResult command :
                    TYPED.matcher(Files.readString(page)).results().toList()) {
                typed++;
                String words = command.group(1).replaceAll("[\\[\\]]", "").strip();
                try {
                    Authoring.commandLine(Terminal.ofLauncher()).parseArgs(typed(words));
                } catch (ParameterException e) {
                    refused.add(REPOSITORY.relativize(page) + ": ./workshop " + words + ": " + e.getMessage());
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(typed).as("commands in the guides").isGreaterThan(50);
    }

    /** As a shell takes words apart, which leaves together what is in quotes. */
    private static String[] typed(String words) {
        return Pattern.compile("\"[^\"]*\"|\\S+")
                .matcher(words)
                .results()
                .map(word -> word.group().replace("\"", ""))
                .toArray(String[]::new);
    }

    /** Version 1 of the AWS CLI takes no address from AWS_ENDPOINT_URL for SQS. */
    @Test
    void everyCallOfSqsNamesItsEndpoint() throws IOException {
        List<String> calls = new ArrayList<>();
        for (Path page : pages()) {
            Pattern.compile("aws (?:--\\S+ \\S+ )?sqs [a-z].*")
                    .matcher(Files.readString(page))
                    .results()
                    .forEach(call -> calls.add(REPOSITORY.relativize(page) + ": " + call.group()));
        }
        assertThat(calls).isNotEmpty().allMatch(call -> call.contains("--endpoint-url "));
    }

    /** Where a variable is set as a shell of Unix does it, people on Windows find how they do it. */
    @Test
    void aPageThatExportsAVariableSaysWhereWindowsUsersRead() throws IOException {
        List<Path> exporting = new ArrayList<>();
        for (Path page : pages()) {
            if (Pattern.compile("(?m)^export [A-Z]")
                    .matcher(Files.readString(page))
                    .find()) {
                exporting.add(page);
            }
        }
        assertThat(exporting)
                .isNotEmpty()
                .allSatisfy(page -> assertThat(page).content().contains("setup.md#variables-on-windows"));
    }

    private static List<Path> pages() throws IOException {
        Path docs = REPOSITORY.resolve("docs");
        try (Stream<Path> files = Files.walk(REPOSITORY, 3)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .filter(file -> file.endsWith("README.md")
                            || file.startsWith(docs) && file.toString().endsWith(".md"))
                    .toList();
        }
    }
}
