package workshop.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A Markdown page of a repository, and what of it can be right or wrong.
 *
 * @param name its path in the repository
 * @param links addresses of links and pictures
 * @param blocks languages of the fenced blocks, each at the line of its opening fence
 * @param anchors what can stand after {@code #} in a link to this page: headings as code hosts name them, and explicit ids
 */
record Page(
        Path name,
        List<String> lines,
        List<Piece> links,
        List<Piece> codeSpans,
        List<Piece> blocks,
        Set<String> anchors) {
    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();
    private static final Pattern ID = Pattern.compile("<[a-z]+\\s[^>]*\\bid=\"([^\"]+)\"");

    /** A piece of the page: the address of a link, the text of a code span, or the language of a block. */
    record Piece(int line, String text) {}

    static Page of(Path name, String markdown) {
        Reader reader = new Reader();
        PARSER.parse(markdown).accept(reader);
        return new Page(name, markdown.lines().toList(), reader.links, reader.codeSpans, reader.blocks, reader.anchors);
    }

    /** @param line counted from 1 */
    Mistake mistake(int line, String what) {
        return new Mistake(name, line, what);
    }

    private static int line(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            List<SourceSpan> spans = at.getSourceSpans();
            if (!spans.isEmpty()) {
                return spans.get(0).getLineIndex() + 1;
            }
        }
        return 1;
    }

    private static final class Reader extends AbstractVisitor {
        private final List<Piece> links = new ArrayList<>();
        private final List<Piece> codeSpans = new ArrayList<>();
        private final List<Piece> blocks = new ArrayList<>();
        private final Set<String> anchors = new LinkedHashSet<>();
        private final Map<String, Integer> headings = new HashMap<>();

        @Override
        public void visit(Heading heading) {
            StringBuilder title = new StringBuilder();
            heading.accept(new AbstractVisitor() {
                @Override
                public void visit(Text text) {
                    title.append(text.getLiteral());
                }

                @Override
                public void visit(Code code) {
                    title.append(code.getLiteral());
                }
            });
            String slug = title.toString()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = headings.merge(slug, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? slug : slug + "-" + before);
            visitChildren(heading);
        }

        @Override
        public void visit(HtmlBlock html) {
            ids(html.getLiteral());
        }

        @Override
        public void visit(HtmlInline html) {
            ids(html.getLiteral());
        }

        private void ids(String html) {
            ID.matcher(html).results().forEach(id -> anchors.add(id.group(1)));
        }

        @Override
        public void visit(Link link) {
            links.add(new Piece(line(link), link.getDestination()));
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            links.add(new Piece(line(image), image.getDestination()));
        }

        @Override
        public void visit(Code code) {
            codeSpans.add(new Piece(line(code), code.getLiteral()));
        }

        @Override
        public void visit(FencedCodeBlock block) {
            blocks.add(new Piece(line(block), block.getInfo()));
        }
    }
}
