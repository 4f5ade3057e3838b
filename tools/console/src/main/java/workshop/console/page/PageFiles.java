package workshop.console.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.HttpReply;

/**
 * The files that make up the page, from this module's resources.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy</a>
 */
final class PageFiles {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** Nothing runs, looks or is loaded that is not a file of its own; nobody frames it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cache-Control", "no-cache");

    private PageFiles() {}

    /** A file by its name; throws a 404 if there is none. */
    static HttpReply file(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        boolean isFile = type != null && name.matches("[a-z-]+\\.[a-z]+");
        try (InputStream file = isFile ? PageFiles.class.getResourceAsStream(name) : null) {
            if (file == null) {
                throw AwsError.notFound("The console has no file " + name);
            }
            return new HttpReply(200, HEADERS, file.readAllBytes()).withHeader("Content-Type", type);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the console's " + name, e);
        }
    }
}
