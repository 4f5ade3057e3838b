package workshop.project;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file with Java's arguments for the launcher of Windows, where a command line can't be as long as the class path is. Java
 * reads it in the encoding that the system has for names of files, so who has a folder with a name of their own gets it so.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html#java-command-line-argument-files">Argument files</a>
 */
final class ArgumentFile {
    private ArgumentFile() {}

    /** Writes that of each module of a repository that Maven has built to be run; this class itself runs from its source. */
    public static void main(String[] home) throws IOException {
        for (String module : List.of("command", "authoring")) {
            Path built =
                    Path.of(home[0], "tools", module, "target").toAbsolutePath().normalize();
            if (Files.exists(built.resolve("classpath"))) {
                String classPath = built.resolve(module + "-1.0.0.jar")
                        + System.getProperty("path.separator")
                        + Files.readString(built.resolve("classpath")).strip();
                write(built.resolve("launcher.args"), classPath);
            }
        }
    }

    private static void write(Path file, String classPath) throws IOException {
        Charset ofNames = Charset.forName(System.getProperty("sun.jnu.encoding"));
        try {
            Files.writeString(file, "-cp \"" + classPath.replace('\\', '/') + "\"\n", ofNames);
        } catch (CharacterCodingException e) {
            System.err.println(
                    "Java can't read " + classPath + ": this system's encoding of file names, " + ofNames
                            + ", doesn't have all of its letters.\n"
                            + "  → Move the repository, or Maven's (~/.m2), to a folder whose name has only letters of this system's language.");
            System.exit(1);
        }
    }
}
