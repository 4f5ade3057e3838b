package workshop.cloud.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.HttpReply;

/** S3's answers: XML with a root element of its namespace. */
final class Xml {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private boolean urlEncoded;
    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private Xml() {}

    static HttpReply reply(String root, Consumer<Xml> content) {
        Xml xml = new Xml();
        xml.text.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
        content.accept(xml);
        xml.text.append("</").append(root).append('>');
        return HttpReply.of(200, "application/xml", xml.text.toString());
    }

    static HttpReply error(AwsError error, String path) {
        Xml xml = new Xml();
        xml.element(
                "Error",
                inner -> inner.element("Code", error.code())
                        .element("Message", error.getMessage())
                        .element("Resource", path));
        return HttpReply.of(error.status(), "application/xml", xml.text.toString());
    }

    Xml element(String name, Object value) {
        text.append('<').append(name).append('>').append(escape(String.valueOf(value)));
        text.append("</").append(name).append('>');
        return this;
    }

    Xml element(String name, Consumer<Xml> content) {
        text.append('<').append(name).append('>');
        content.accept(this);
        text.append("</").append(name).append('>');
        return this;
    }

    /** The names of what is listed are from now on encoded so; an empty encoding changes nothing. */
    Xml encoding(String encoding) {
        urlEncoded = encoding.equals("url");
        return this;
    }

    /** A key, or a part of one. */
    Xml name(String name, String value) {
        return element(
                name,
                urlEncoded ? URLEncoder.encode(value, StandardCharsets.UTF_8).replace("%2F", "/") : value);
    }

    Xml text(String value) {
        text.append(escape(value));
        return this;
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
