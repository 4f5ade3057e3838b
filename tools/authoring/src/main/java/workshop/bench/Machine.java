package workshop.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import workshop.course.TextFile;
import workshop.project.Cdk;
import workshop.project.Project;
import workshop.terminal.Reply;

/** The machine that measurements come from, and what processes take of it. */
final class Machine {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Cores, memory and versions, and how busy it is with other things. */
    static List<String> description(Project project) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%d cores (%s), %d GiB, %s %s (%s)",
                        cores(),
                        processor(),
                        Math.round(SYSTEM.getTotalMemorySize() / (double) (1L << 30)),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch")),
                "Java " + System.getProperty("java.version") + ", Node "
                        + Reply.of(project.folder(), "node", "--version")
                                .map(Reply::text)
                                .orElse("unknown")
                        + ", CDK CLI " + Cdk.pinned(project),
                String.format(
                        Locale.ROOT,
                        "load average before the bench began: %.1f%s",
                        SYSTEM.getSystemLoadAverage(),
                        SYSTEM.getSystemLoadAverage() > cores() / 2.0
                                ? " — the machine is busy with other things, so the measurements say little"
                                : ""));
    }

    static int cores() {
        return SYSTEM.getAvailableProcessors();
    }

    private static String processor() {
        return new TextFile(PROCESSORS)
                .find().stream()
                        .flatMap(String::lines)
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*:\\s*", ""))
                        .findFirst()
                        .orElseGet(() -> System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "kind unknown"));
    }

    static double cpuSeconds(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toMillis() / 1000.0)
                .orElse(0.0);
    }
}
