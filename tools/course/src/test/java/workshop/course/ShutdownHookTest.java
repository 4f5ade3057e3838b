package workshop.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import workshop.cloud.Jvm;

class ShutdownHookTest {
    /** A process that ends while its main thread goes on. */
    public static void main(String[] args) {
        ShutdownHook.add(() -> System.out.println("never")).close();
        System.out.println(ShutdownHook.isProcessEnding());
        ShutdownHook hook = ShutdownHook.add(() -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2)));
        new Thread(() -> System.exit(0)).start();
        System.out.println(ShutdownHook.isProcessEnding());
        hook.close();
    }

    @Test
    void aProcessKnowsThatItEnds() throws IOException {
        List<String> command =
                Jvm.command("-cp", System.getProperty("java.class.path"), ShutdownHookTest.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).lines()).containsExactly("false", "true");
    }
}
