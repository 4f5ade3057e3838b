package workshop.docs;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.course.FileTree;
import workshop.course.TextFile;

/**
 * All Markdown pages of a repository, checked against it and against each other.
 *
 * @param commands what can follow {@code ./workshop}
 * @param sections of the TODOs of all steps, by id
 */
public record MarkdownPages(Path root, Set<String> commands, Map<String, Section> sections, Map<Path, Page> pages) {
    private static final Set<String> NOT_OURS =
            Set.of(".git", "fixture", "target", "node_modules", "cdk.out", ".workshop");
    private static final Pattern COMMAND = Pattern.compile("\\./workshop ([a-z][a-z0-9-]*)");
    /** A path in a code span that starts at the repository's top and has no placeholder in it. */
    private static final Pattern REPOSITORY_PATH =
            Pattern.compile("(?:solution|docs|tools|step-\\d-[a-z]+|\\.ci|\\.devcontainer)/[\\w./-]*");

    /** What looks like a name in Java or of AWS: a capital after a small letter. */
    private static final Pattern NAME = Pattern.compile("[a-z][A-Z]");
    /** Names that the guides have and our code hasn't: AWS's, Java's, and what one could have called an event. */
    private static final Set<String> OTHERS =
            Set.of(("AdministratorAccess CfnParameter CfnTopic ExpiredToken JsiiException KeyMustResolveToString"
                            + " NullPointerException PendingConfirmation RetriesExhausted SendMail TodoIsCompleted"
                            + " TodoUpdated TransactWriteItems UnsupportedClassVersionError approximateInvokeCount"
                            + " getQueueArn grantFullAccess grantPublish grantPutEventsTo grantReadWriteData"
                            + " parallelizationFactor requestPayload reservedConcurrentExecutions")
                    .split(" "));

    private static final Pattern PLACEHOLDER = Pattern.compile(".*(?:\\bstep-N\\b|cdk-outputs|target/|cdk\\.out).*");

    MarkdownPages(Path root, Set<String> commands, Map<String, Section> sections) {
        this(root.toAbsolutePath().normalize(), commands, sections, new TreeMap<>());
        for (Path file : new FileTree(this.root).filesBut(name -> NOT_OURS.contains(name.toString()))) {
            if (file.toString().endsWith(".md")) {
                pages.put(file, Page.of(this.root.relativize(file), new TextFile(file).read()));
            }
        }
    }

    public static MarkdownPages of(Path root) {
        return new MarkdownPages(root, Sources.commands(root), Sources.sections(root));
    }

    public List<Mistake> check() {
        List<Mistake> mistakes = new ArrayList<>();
        Set<String> known = Sources.names(root);
        for (Page page : pages.values()) {
            included(page, mistakes);
            names(page, known, mistakes);
            unsourced(page, mistakes);
            links(page, mistakes);
            paths(page, mistakes);
            commands(page, mistakes);
            mistakes.addAll(ComputedTable.check(page));
        }
        sections.values().forEach(section -> hasPlace(section, mistakes));
        mistakes.addAll(new EventExamples(root).check());
        return mistakes;
    }

    /** Each TODO has its section, with help, in the page of its step. */
    private void hasPlace(Section section, List<Mistake> mistakes) {
        Path file = Path.of(section.step().page());
        Page page = pages.get(root.resolve(file));
        String place = page == null ? "there is no such page; write it, with " : "write, where the section is to be, ";
        for (String part : List.of("todo", "help")) {
            String directive = "<!-- " + part + ": " + section.todo().id() + " -->";
            if (page == null || !page.lines().contains(directive)) {
                mistakes.add(new Mistake(file, 1, place + directive + " and <!-- end -->"));
            }
        }
    }

    /** Writes the pages whose inclusions changed; returns them. Pages with something wrong in them are left alone. */
    public List<Path> write() {
        List<Path> written = new ArrayList<>();
        for (Page page : pages.values()) {
            Inclusions.Result result = new Inclusions(root, sections).of(page);
            if (result.mistakes().isEmpty() && !result.lines().equals(page.lines())) {
                new TextFile(root.resolve(page.name())).write(String.join("\n", result.lines()) + "\n");
                written.add(page.name());
            }
        }
        return written;
    }

    private void included(Page page, List<Mistake> mistakes) {
        Inclusions.Result result = new Inclusions(root, sections).of(page);
        mistakes.addAll(result.mistakes());
        int line = Arrays.mismatch(result.lines().toArray(), page.lines().toArray());
        if (line >= 0) {
            String now = line < result.lines().size() ? result.lines().get(line).strip() : "nothing";
            mistakes.add(page.mistake(
                    line + 1, "this is no longer what the repository has, which is \"" + now + "\": ./workshop docs"));
        }
    }

    private static void unsourced(Page page, List<Mistake> mistakes) {
        for (Page.Piece block : page.blocks()) {
            String above = block.line() < 2 ? "" : page.lines().get(block.line() - 2);
            if (block.text().equals("java") && !Inclusions.isSource(above)) {
                mistakes.add(page.mistake(
                        block.line(), "Java without its source; put <!-- code: FILE region ID --> above it"));
            }
        }
    }

    private void links(Page page, List<Mistake> mistakes) {
        for (Page.Piece link : page.links()) {
            String wrong = wrongWith(page, link.text());
            if (wrong != null) {
                mistakes.add(page.mistake(link.line(), wrong));
            }
        }
    }

    private String wrongWith(Page page, String address) {
        Path file = root.resolve(page.name());
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            return "the address is malformed: " + e.getMessage();
        }
        if (uri.getScheme() != null) {
            boolean good = uri.getScheme().equals("mailto") || uri.getHost() != null;
            return good ? null : "the address names no host: " + address;
        }
        Path target = uri.getPath().isEmpty()
                ? file
                : file.resolveSibling(uri.getPath()).normalize();
        if (!target.startsWith(root) || !Files.exists(target)) {
            return "there is no " + address;
        }
        if (uri.getFragment() == null
                || target.toString().matches(".*\\.[a-z]+")
                        && !target.toString().endsWith(".md")) {
            return null;
        }
        Page there = target.equals(file) ? page : pages.get(target);
        boolean found = there != null && there.anchors().contains(uri.getFragment());
        return found ? null : "no heading has the anchor of " + address;
    }

    private void paths(Page page, List<Mistake> mistakes) {
        for (Page.Piece code : page.codeSpans()) {
            String path = code.text();
            if (REPOSITORY_PATH.matcher(path).matches()
                    && !PLACEHOLDER.matcher(path).matches()
                    && !Files.exists(root.resolve(path))) {
                mistakes.add(page.mistake(code.line(), "there is no " + path));
            }
        }
    }

    /** The guides; a module's README and what is here of AWS have names of their own. */
    private static void names(Page page, Set<String> known, List<Mistake> mistakes) {
        if (!page.name().startsWith("docs") || page.name().endsWith("local-cloud.md")) {
            return;
        }
        for (Page.Piece code : page.codeSpans()) {
            for (String name : code.text().split("\\W+")) {
                if (NAME.matcher(name).find() && !known.contains(name) && !OTHERS.contains(name)) {
                    mistakes.add(page.mistake(
                            code.line(),
                            "no code has the name " + name + "; one of AWS's belongs into MarkdownPages.OTHERS"));
                }
            }
        }
    }

    private void commands(Page page, List<Mistake> mistakes) {
        for (int i = 0; i < page.lines().size(); i++) {
            Matcher command = COMMAND.matcher(page.lines().get(i));
            while (command.find()) {
                if (!commands.contains(command.group(1))) {
                    mistakes.add(page.mistake(
                            i + 1, "there is no command ./workshop " + command.group(1) + "; there are " + commands));
                }
            }
        }
    }
}
