package workshop.course.carve;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import workshop.cloud.Jvm;
import workshop.course.CourseException;

/**
 * The formatter of the whole repository. It needs the compiler's internals, which only a JVM of its own can be given
 * without asking every caller for the flags.
 */
final class JavaFormat {
    private static final List<String> COMPILER_INTERNALS = List.of("api", "code", "file", "parser", "tree", "util");

    private JavaFormat() {}

    /**
     * Formats Java files and sorts and cleans their imports.
     *
     * @param files text by path; the path is for messages
     * @throws CourseException if one is not Java
     */
    static Map<String, String> format(Map<String, String> files) {
        if (files.isEmpty()) {
            return Map.of();
        }
        try {
            Process process = new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            List<String> texts = files.values().stream().distinct().toList();
            send(process, texts);
            Map<String, Reply> replies = receive(process, texts);
            return result(files, replies);
        } catch (IOException e) {
            throw new UncheckedIOException("The formatter's process failed", e);
        }
    }

    private static List<String> command() {
        return Stream.of(
                        Jvm.command("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto").stream(),
                        COMPILER_INTERNALS.stream()
                                .map(name -> "--add-exports=jdk.compiler/com.sun.tools.javac." + name + "=ALL-UNNAMED"),
                        Stream.of("-cp", System.getProperty("java.class.path"), JavaFormatProcess.class.getName()))
                .flatMap(arguments -> arguments)
                .toList();
    }

    private static void send(Process process, List<String> texts) {
        Thread sender = new Thread(
                () -> {
                    try (DataOutputStream out =
                            new DataOutputStream(new BufferedOutputStream(process.getOutputStream()))) {
                        out.writeInt(texts.size());
                        for (String text : texts) {
                            write(out, text);
                        }
                    } catch (IOException e) {
                        // The process ended early; the reader says so, and its standard error says why.
                        process.destroy();
                    }
                },
                "to-formatter");
        sender.setDaemon(true);
        sender.start();
    }

    private record Reply(boolean isFormatted, String text) {}

    private static Map<String, Reply> receive(Process process, List<String> texts) throws IOException {
        Map<String, Reply> replies = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(process.getInputStream())) {
            for (String text : texts) {
                replies.put(text, new Reply(in.readBoolean(), read(in)));
            }
        }
        return replies;
    }

    private static Map<String, String> result(Map<String, String> files, Map<String, Reply> replies) {
        List<String> problems = new ArrayList<>();
        Map<String, String> formatted = new LinkedHashMap<>();
        files.forEach((path, text) -> {
            Reply reply = replies.get(text);
            if (reply.isFormatted()) {
                formatted.put(path, reply.text());
            } else {
                problems.add(path + " can't be formatted, so it isn't Java; look at the stub or the region's borders: "
                        + reply.text());
            }
        });
        if (!problems.isEmpty()) {
            throw new CourseException(problems);
        }
        return formatted;
    }

    static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
