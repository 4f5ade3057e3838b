package workshop.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import workshop.course.FileTree;
import workshop.terminal.Problem;

/** What Failsafe reports of a project's end-to-end tests, in the order of their names. */
record TestReports(List<Result> results) {

    /**
     * What became of a test.
     *
     * @param test such as {@code StreamIT.a_to_do_is_published}
     */
    record Result(String test, boolean passed, double seconds) {}

    static TestReports in(Path folder) {
        return new TestReports(
                files(folder).stream().flatMap(file -> read(file).stream()).toList());
    }

    static void clear(Path folder) {
        for (Path file : files(folder)) {
            if (!new FileTree(file).delete()) {
                throw new Problem("Can't delete " + file + ".", "Does another program hold it?");
            }
        }
    }

    private static List<Path> files(Path folder) {
        return new FileTree(folder)
                .files(".xml").stream()
                        .filter(file -> file.getFileName().toString().startsWith("TEST-"))
                        .toList();
    }

    String table() {
        return results.stream()
                .map(result -> String.format(
                        Locale.ROOT,
                        "| `%s` | %s | %.1f |\n",
                        result.test(),
                        result.passed() ? "yes" : "**no**",
                        result.seconds()))
                .collect(Collectors.joining("", "| test | passed | seconds |\n|---|---|---|\n", ""));
    }

    private static List<Result> read(Path file) {
        List<Result> results = new ArrayList<>();
        try {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element one = (Element) cases.item(i);
                boolean passed = Stream.of("failure", "error", "skipped")
                        .allMatch(what -> one.getElementsByTagName(what).getLength() == 0);
                String type = one.getAttribute("classname").replaceFirst(".*\\.", "");
                results.add(new Result(
                        type + "." + one.getAttribute("name"), passed, Double.parseDouble(one.getAttribute("time"))));
            }
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(file + " is no report of tests", e);
        }
    }
}
