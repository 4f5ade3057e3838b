package workshop.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import workshop.aws.Services;
import workshop.cloud.Options;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.redrive.ParkingQueue;
import workshop.terminal.SearchPath;
import workshop.terminal.Terminal;

/**
 * Runs the failure drills as their page has them: each block of commands in a shell, against the finished system. What it prints
 * must be what the page says of it, where {@code …} is anything. On a machine that lacks the AWS CLI this is skipped; in CI it fails.
 */
@DisabledOnOs(OS.WINDOWS)
class DrillsTest {
    private static final Repository REPOSITORY = Repository.ofLauncher();
    private static final Path PAGE = REPOSITORY.home().resolve("docs/drills.md");
    private static final String PAGES_ENDPOINT = "http://127.0.0.1:4566";
    private static final String END_OF_BLOCK = "=== end of block ===";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(sh|text)\n(.*?)^ *```$");
    private static final long PATIENCE_MINUTES = 3;

    @TempDir
    private static Path folder;

    private static RunningProject solution;

    @BeforeAll
    static void up() throws IOException {
        for (String program : List.of("bash", "aws", "curl", "node")) {
            boolean isThere = SearchPath.ofEnvironment().find(program).isPresent();
            assumeTrue(isThere || System.getenv("CI") != null, "There is no " + program + " on the PATH");
        }
        solution = RunningProject.start(
                REPOSITORY.project(Project.DEFAULT), Options.defaults().withPort(0), Terminal.ofLauncher());
        Files.createSymbolicLink(
                folder.resolve("solution"),
                REPOSITORY.home().resolve("solution").toRealPath());
        Files.writeString(
                        folder.resolve("workshop"),
                        "#!/bin/sh\nexec '%s' '-Dworkshop.home=%s' -cp '%s' workshop.Workshop \"$@\"\n"
                                .formatted(
                                        Path.of(System.getProperty("java.home"), "bin", "java"),
                                        REPOSITORY.home(),
                                        System.getProperty("java.class.path")))
                .toFile()
                .setExecutable(true);
        solution.writeOutputs();
    }

    /** Each drill works without the others, whatever they left. */
    @AfterEach
    void cleanUp() {
        solution.account().faults().clear();
        try (Services services = Services.of(solution.access())) {
            ParkingQueue.of(services, solution.stackName()).forEach(queue -> empty(services.sqs(), queue.url()));
        }
    }

    private static void empty(SqsClient sqs, String url) {
        List<Message> some;
        do {
            some = sqs.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10))
                    .messages();
            some.forEach(message ->
                    sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle())));
        } while (!some.isEmpty());
    }

    @AfterAll
    static void down() {
        if (solution != null) {
            solution.close();
        }
    }

    /** A block of commands, and what the page says that it prints; empty if it doesn't say. */
    private record Block(String commands, String printed) {

        /** Those of a part of a page, in order. */
        static List<Block> of(String part) {
            List<Block> blocks = new ArrayList<>();
            for (MatchResult block : BLOCK.matcher(part).results().toList()) {
                String text = block.group(3).replaceAll("(?m)^" + block.group(1), "");
                if (block.group(2).equals("sh")) {
                    blocks.add(new Block(text, ""));
                } else if (!blocks.isEmpty()) {
                    blocks.add(new Block(blocks.remove(blocks.size() - 1).commands, text));
                }
            }
            return blocks;
        }

        void requirePrinted(String output) {
            if (!printed.isEmpty()) {
                String pattern = Stream.of(printed.strip().split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
                assertThat(output.strip()).as("%s prints", commands).matches(pattern);
            }
        }
    }

    /** What a person does whom the page asks to create a to-do. */
    private static Block creation() {
        return new Block(
                "curl -s %stodo -d '{\"name\": \"Read the docs\"}'\nuntil curl -s %s/_local/health | grep -q '\"quiet\":true'; do sleep 1; done\n"
                        .formatted(solution.output("ApiUrl"), PAGES_ENDPOINT),
                "");
    }

    static Stream<String> drills() throws IOException {
        return Pattern.compile("(?m)^## (Drill \\d+: .*)$")
                .matcher(Files.readString(PAGE))
                .results()
                .map(heading -> heading.group(1))
                .filter(heading -> !heading.contains("everything at once")); // ChaosRunTest does that
    }

    @ParameterizedTest
    @MethodSource("drills")
    void theDrillPrintsWhatItsPageSays(String drill) throws Exception {
        String page = Files.readString(PAGE);
        List<Block> blocks = Block.of(part(page, "## " + drill));
        assertThat(blocks).anyMatch(block -> !block.printed.isEmpty());
        run(Stream.concat(Block.of(part(page, "## Before")).stream(), blocks.stream())
                .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "step-1-stream, A poison record, RetryAttemptsExhausted",
        "step-2-eventbridge, A busy bus, PutEvents refused an entry",
        "step-3-handlers, A handler that dies, RetriesExhausted"
    })
    void aStepsOwnDrillShowsWhatItAsksFor(String step, String title, String shown) throws Exception {
        String page = Files.readString(PAGE.resolveSibling(step + ".md"));
        String item = Pattern.compile("(?ms)^- \\*\\*" + title + "\\.\\*\\*.*?(?=^[^ \\n])")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        List<Block> blocks = new ArrayList<>(Block.of(item));
        blocks.add(1, creation());
        assertThat(run(blocks)).contains(shown);
    }

    private static String part(String page, String heading) {
        int begin = page.indexOf(heading + "\n");
        int end = page.indexOf("\n## ", begin);
        return page.substring(begin, end < 0 ? page.length() : end);
    }

    /** Runs blocks one after the other in one shell; returns all that they print. */
    private static String run(List<Block> blocks) throws IOException, InterruptedException {
        Path script = Files.writeString(
                folder.resolve("drill.sh"),
                blocks.stream()
                        .map(block -> block.commands + "echo '" + END_OF_BLOCK + "'\n")
                        .collect(Collectors.joining())
                        .replace(PAGES_ENDPOINT, solution.account().endpoint()));
        Path output = folder.resolve("drill.out");
        ProcessBuilder shell = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().putAll(solution.access().environment());
        shell.environment().put("AWS_DEFAULT_REGION", "us-east-1");
        shell.environment().put("AWS_ENDPOINT_URL", solution.account().endpoint());
        Process process = shell.start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("The drill ended. It printed:%n%s", text).isTrue();
        String[] printed = text.split(END_OF_BLOCK + "\n", -1);
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).requirePrinted(printed[i]);
        }
        return text;
    }
}
