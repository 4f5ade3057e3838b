package workshop.cloud;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM that is started here: it writes English and UTF-8 whatever this machine does, as JVMs on AWS do. */
public final class Jvm {
    /** The launchers and the poms say the same. */
    private static final List<String> ENGLISH_AND_UTF_8 = List.of(
            "-Duser.language=en",
            "-Duser.country=US",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8");

    private Jvm() {}

    /** How its command begins: with the java that runs this, and these options. */
    public static List<String> command(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ENGLISH_AND_UTF_8);
        command.addAll(List.of(options));
        return command;
    }

    /** The jar, or the folder, of the class path that a class is from. */
    public static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The class path has no file for " + type, e);
        }
    }

    /**
     * One as Lambda starts it: with these variables, none of this process's, and nothing at home. Only {@code LC_ALL} is added,
     * where the locale that Lambda has in {@code LANG} is not installed: from it alone a JVM knows how names of files are written.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Environment variables</a>
     */
    public static ProcessBuilder alone(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        builder.command().add(1, "-Duser.home=/home/sbx_user1051"); // else the SDK reads what the person has in ~/.aws
        builder.environment().clear();
        builder.environment().putAll(Machine.HAS_LAMBDAS_LOCALE ? Map.of() : Map.of("LC_ALL", "C.UTF-8"));
        builder.environment().put("LANG", Machine.LAMBDAS_LOCALE);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Asked once. */
    private static final class Machine {
        static final String LAMBDAS_LOCALE = "en_US.UTF-8";
        static final boolean HAS_LAMBDAS_LOCALE =
                !System.getProperty("os.name").equals("Linux") || charset().equals("UTF-8");

        private static String charset() {
            ProcessBuilder question =
                    new ProcessBuilder("locale", "charmap").redirectError(ProcessBuilder.Redirect.DISCARD);
            question.environment().keySet().removeIf(name -> name.startsWith("LC_"));
            question.environment().put("LANG", LAMBDAS_LOCALE);
            try {
                return new String(question.start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            } catch (IOException noSuchProgram) {
                return "UTF-8"; // without glibc's programs, it is another C library, whose names are UTF-8
            }
        }
    }
}
