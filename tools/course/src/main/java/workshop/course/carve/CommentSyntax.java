package workshop.course.carve;

import java.util.Optional;

/** How a line of comment is written in a kind of file; it is what region markers are made of. */
enum CommentSyntax {
    SLASHES("//", ""),
    HASH("#", ""),
    ANGLES("<!--", "-->");

    private final String open;
    private final String close;

    CommentSyntax(String open, String close) {
        this.open = open;
        this.close = close;
    }

    /** The syntax of the file with this name; empty if the file can't have comments, or isn't text. */
    static Optional<CommentSyntax> of(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "java" -> Optional.of(SLASHES);
            case "yaml", "yml", "properties", "sh" -> Optional.of(HASH);
            case "xml", "html", "md" -> Optional.of(ANGLES);
            default -> Optional.empty();
        };
    }

    String comment(String text) {
        return (open + " " + text + " " + close).strip();
    }

    /** What a line says if it is nothing but a comment; empty otherwise. */
    Optional<String> text(String line) {
        String text = line.strip();
        if (!text.startsWith(open) || !text.endsWith(close) || text.length() < open.length() + close.length()) {
            return Optional.empty();
        }
        return Optional.of(
                text.substring(open.length(), text.length() - close.length()).strip());
    }
}
