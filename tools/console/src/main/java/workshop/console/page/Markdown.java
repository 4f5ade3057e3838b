package workshop.console.page;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/** A page of the docs as the console shows it: sections that fold do, all other markup in the text is text. */
final class Markdown {
    private static final Pattern PAGE = Pattern.compile("([a-z0-9-]+)\\.md(#.*)?");
    private static final Pattern DIAGRAM = Pattern.compile("(?m)^```mermaid\\R(?:(?!#).*\\R)*?</picture>$");
    private static final Pattern FOLDED = Pattern.compile("<details><summary>([^<]*)</summary>");
    private static final Pattern NOT_SHOWN =
            Pattern.compile("<!--.*|</?picture>|<source .*|<img .*|<a id=.*|</a>|<br ?/?>");
    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (tag.equals("a")) {
                    link(attributes);
                } else if (tag.equals("pre")) {
                    attributes.put("tabindex", "0"); // what scrolls is reached by keyboard
                }
            })
            .nodeRendererFactory(context -> new Markup(context.getWriter()))
            .build();

    private Markdown() {}

    static String html(String markdown) {
        return RENDERER.render(PARSER.parse(DIAGRAM.matcher(markdown).replaceAll("See the [picture](#picture).\n")));
    }

    /** To another page of the docs, or out of here; a file of the project has no place in a browser. */
    private static void link(Map<String, String> attributes) {
        String to = attributes.remove("href");
        Matcher page = PAGE.matcher(to);
        if (page.matches()) {
            attributes.put("href", "#guide/" + page.group(1));
        } else if (to.equals("#picture")) {
            attributes.put("href", to);
        } else if (to.matches("https?://.*")) {
            attributes.putAll(Map.of("href", to, "target", "_blank", "rel", "noopener"));
        }
    }

    private record Markup(HtmlWriter html) implements NodeRenderer {

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(HtmlBlock.class, HtmlInline.class);
        }

        @Override
        public void render(Node node) {
            String markup = node instanceof HtmlBlock block ? block.getLiteral() : ((HtmlInline) node).getLiteral();
            markup.lines().map(String::strip).forEach(this::write);
        }

        private void write(String text) {
            Matcher folded = FOLDED.matcher(text);
            if (folded.matches()) {
                html.raw("<details><summary>");
                html.text(folded.group(1));
                html.raw("</summary>");
            } else if (text.equals("</details>")) {
                html.raw(text);
            } else if (!NOT_SHOWN.matcher(text).matches()) {
                html.text(text);
            }
        }
    }
}
