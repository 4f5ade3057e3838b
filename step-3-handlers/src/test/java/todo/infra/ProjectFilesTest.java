package todo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** What the files beside the code must have, so that the stack can be deployed and its functions start. */
class ProjectFilesTest {
    private static final Pattern SERVICE = Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+)");

    /** What runs in Lambda. The tests' own libraries bring some of it, too, so that without it the tests still pass. */
    private static final String DEPENDENCY = "/project/dependencies/dependency[not(scope='test' or scope='provided')]";

    @Test
    void the_pom_has_each_library_of_AWS_that_the_functions_use() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        List<String> there = texts(pom, DEPENDENCY + "/artifactId");
        List<String> clients = List.of("url-connection-client", "apache-client", "apache5-client", "aws-crt-client");
        boolean hasClient = there.stream().anyMatch(clients::contains)
                || !texts(pom, DEPENDENCY + "[groupId='software.amazon.awssdk' and not(exclusions)]/artifactId")
                        .isEmpty();
        SortedSet<String> missing = services();
        if (!hasClient) {
            missing.add("url-connection-client");
        }
        missing.removeAll(there);
        assertThat(missing)
                .withFailMessage(
                        "pom.xml has each library of AWS that the functions use, without the scope test or provided: without"
                                + " it, they fail in Lambda. Got: no such dependency on software.amazon.awssdk:"
                                + String.join(" and on software.amazon.awssdk:", missing))
                .isEmpty();
    }

    @Test
    void cdk_json_says_which_command_runs_the_app() throws IOException {
        Path file = Path.of("cdk.json");
        String text = Files.exists(file) ? Files.readString(file) : "no file";
        assertThat(text)
                .withFailMessage(
                        "cdk.json says in \"app\" which command runs TodoApp: without it, nothing can be deployed. Got: %s",
                        text.isBlank() ? "an empty file" : text)
                .matches(ProjectFilesTest::namesApp);
    }

    private static boolean namesApp(String text) {
        try {
            return JsonParser.parseString(text).getAsJsonObject().has("app");
        } catch (JsonParseException | IllegalStateException e) { // no JSON, or no object
            return false;
        }
    }

    /** The services of AWS whose clients the functions use. */
    private static SortedSet<String> services() throws IOException {
        SortedSet<String> services = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                SERVICE.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(services::add);
            }
        }
        return services;
    }

    private static List<String> texts(Document pom, String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        List<String> texts = new ArrayList<>();
        for (Node node : xpath.evaluateExpression(path, pom, XPathNodes.class)) {
            texts.add(node.getTextContent().strip());
        }
        return texts;
    }
}
