package workshop.cloud.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import workshop.cloud.Jvm;
import workshop.cloud.lambda.ScriptedFunction;

class HandlerPreloadTest {
    @Test
    void aHandlerThatIsNotThereIsNamedAndTheOthersAreLoaded() throws IOException, InterruptedException {
        List<String> command = Jvm.command("-cp", System.getProperty("java.class.path"), "-Xlog:class+load");
        command.addAll(List.of(HandlerPreload.class.getName(), "no.such.Handler", ScriptedFunction.class.getName()));
        Process preload = Jvm.alone(command, Map.of("AWS_REGION", "us-east-1")).start();
        String output = new String(preload.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output)
                .contains("no.such.Handler: Class not found: no.such.Handler", ScriptedFunction.class.getName());
        assertThat(preload.waitFor()).isZero();
    }
}
