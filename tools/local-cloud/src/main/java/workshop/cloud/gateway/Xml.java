package workshop.cloud.gateway;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/** XML as it is written, element by element. */
public final class Xml {
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]");

    private final StringBuilder text = new StringBuilder();

    /** A document with a root element of a namespace; without one if that is empty. */
    public static String document(String root, String namespace, Consumer<Xml> content) {
        Xml xml = new Xml();
        String attribute = namespace.isEmpty() ? "" : " xmlns=\"" + namespace + "\"";
        xml.text.append('<').append(root).append(attribute).append('>');
        content.accept(xml);
        return xml.text.append("</").append(root).append('>').toString();
    }

    /** An element with a text; none if that is null. */
    public Xml element(String name, Object value) {
        return value == null ? this : element(name, xml -> xml.text(value.toString()));
    }

    public Xml element(String name, Consumer<Xml> content) {
        text.append('<').append(name).append('>');
        content.accept(this);
        text.append("</").append(name).append('>');
        return this;
    }

    public Xml text(String value) {
        text.append(escape(value));
        return this;
    }

    /**
     * A text as AWS writes it, also one that XML 1.0 can't have.
     *
     * @see <a href="https://github.com/boto/botocore/issues/3496">Characters that XML doesn't have</a>
     */
    public static String escape(String text) {
        String escaped = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\r", "&#13;");
        return CONTROL.matcher(escaped)
                .replaceAll(one -> "&#x%x;".formatted((int) one.group().charAt(0)));
    }
}
