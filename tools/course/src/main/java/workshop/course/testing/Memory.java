package workshop.course.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory that processes take. */
public final class Memory {
    private static final int KIB = 1024;

    private Memory() {}

    /** Of a process and all that it has started, in MiB, as {@code ps} has it; empty where there is no {@code ps}. */
    public static OptionalLong ofTree(ProcessHandle root) {
        return ofTree(root, "rss");
    }

    /** @param size as {@code ps} calls it, such as {@code pss}, which counts once what several processes share */
    public static OptionalLong ofTree(ProcessHandle root, String size) {
        List<String> command = new ArrayList<>(List.of("ps", "-o", size + "="));
        Stream.concat(Stream.of(root), root.descendants())
                .forEach(process -> command.addAll(List.of("-p", String.valueOf(process.pid()))));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String sizes = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return sizes.matches("[\\s\\d]*\\d[\\s\\d]*")
                    ? OptionalLong.of(sizes.strip()
                                    .lines()
                                    .mapToLong(line -> Long.parseLong(line.strip()))
                                    .sum()
                            / KIB)
                    : OptionalLong.empty();
        } catch (IOException none) {
            return OptionalLong.empty();
        }
    }
}
