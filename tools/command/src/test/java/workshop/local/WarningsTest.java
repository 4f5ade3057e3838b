package workshop.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import workshop.terminal.Terminal;

class WarningsTest {

    @Test
    void whatIsIgnoredHereIsCountedThenNamed() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        String noEffect = " has no effect in the local cloud; on AWS it has";
        new Warnings(List.of(
                        "AWS::SNS::Topic KmsMasterKeyId" + noEffect, "AWS::Lambda::Function Architectures" + noEffect))
                .printWithoutEffect(new Terminal(out, out, false, ""));
        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "For your information: these properties have an effect on AWS only: SNS::Topic.KmsMasterKeyId,"
                                + " Lambda::Function.Architectures\n");
    }
}
