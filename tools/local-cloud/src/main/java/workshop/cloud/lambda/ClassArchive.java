package workshop.cloud.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;
import workshop.cloud.Jvm;
import workshop.cloud.lambda.runtime.FunctionRuntime;
import workshop.cloud.lambda.runtime.HandlerPreload;

/**
 * The classes of a package of functions, next to it in a file from which the JVMs of its functions map them: they start in
 * two thirds of the time. Without the file, or when it no longer fits, they load their classes from the jars.
 *
 * @param code the package's folder
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class data sharing</a>
 */
public record ClassArchive(Path code) {
    private static final String SUFFIX = ".jsa";
    private static final long PATIENCE_SECONDS = 60;

    /** Mapped where it was made for, its pages are shared by all JVMs; else each makes them its own. */
    private static final List<String> IN_PLACE =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

    /**
     * Makes the archive of what these handlers load as they are constructed and what their AWS clients load for a call, and
     * removes those of other packages in the folder; does nothing if there is one. A handler that can't be constructed is no error here; it is one where it is deployed.
     *
     * @param handlers as the functions name them, {@code package.Class} or {@code package.Class::method}
     */
    public void make(List<String> handlers) {
        if (Files.exists(file())) {
            return;
        }
        // A JVM that starts meanwhile finds a whole archive or none.
        Path unfinished = Path.of(file() + "." + ProcessHandle.current().pid());
        String atExit = "-XX:ArchiveClassesAtExit=" + unfinished;
        List<String> command =
                Jvm.command("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xlog:disable", atExit);
        command.addAll(IN_PLACE);
        try {
            command.addAll(List.of("-cp", classPath(), HandlerPreload.class.getName()));
            command.addAll(handlers);
            removeAll();
            Process preload = Jvm.alone(command, Map.of("AWS_REGION", "us-east-1"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!preload.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                preload.destroyForcibly().waitFor();
            } else if (preload.exitValue() == 0 && Files.exists(unfinished)) {
                Files.move(unfinished, file(), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't archive the classes of " + code, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Unfinished ones, too. Where a file can't be deleted while a process maps it, it stays until the next time. */
    private void removeAll() throws IOException {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(code.getParent(), "*" + SUFFIX + "*")) {
            archives.forEach(archive -> archive.toFile().delete());
        }
    }

    /** The options with which a JVM uses the archive; none if there is none. */
    List<String> options() {
        return Files.exists(file())
                ? Stream.concat(Stream.of("-XX:SharedArchiveFile=" + file(), "-Xlog:cds*=off"), IN_PLACE.stream())
                        .toList()
                : List.of();
    }

    /** Any difference in what it is made of, or in the Java that makes it, gives it another name. */
    Path file() {
        Stream<File> jars =
                Stream.ofNullable(code.resolve("lib").toFile().listFiles()).flatMap(Stream::of);
        List<?> state = Stream.concat(Stream.of(Jvm.home(FunctionRuntime.class).toFile()), jars)
                .sorted()
                .flatMap(file -> Stream.of(file, file.lastModified(), file.length()))
                .toList();
        String name = "%s-%08x".formatted(code.getFileName(), Objects.hash(Runtime.version(), IN_PLACE, state));
        return code.resolveSibling(name + SUFFIX);
    }

    /** The runtime's own, then the package as AWS has it; a folder that has no classes is left out, as none can be archived. */
    String classPath() throws IOException {
        List<String> entries = Stream.of(
                        FunctionRuntime.class,
                        AWSLambda.class,
                        PojoSerializer.class,
                        RequestHandler.class,
                        SdkInternalThreadLocal.class)
                .map(type -> Jvm.home(type).toString())
                .collect(Collectors.toCollection(ArrayList::new));
        if (hasMoreThanJars()) {
            entries.add(code.toString());
        }
        entries.add(code.resolve("lib") + File.separator + "*");
        return String.join(File.pathSeparator, entries);
    }

    private boolean hasMoreThanJars() throws IOException {
        try (Stream<Path> entries = Files.list(code)) {
            return entries.anyMatch(entry -> !entry.endsWith("lib"));
        }
    }
}
