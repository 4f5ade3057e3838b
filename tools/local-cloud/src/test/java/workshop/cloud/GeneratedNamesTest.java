package workshop.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedNamesTest {
    private static final String ID = "L".repeat(200);

    @TempDir
    private Path folder;

    @AutoClose
    private final Account account = Account.open(Options.defaults().withPort(0));

    private String ref(String type, String properties) {
        Assembly one = new Assembly().resource(ID, type, properties).output("Name", "{'Ref': '" + ID + "'}");
        return account.deploy(one.writeTo(folder), null, warning -> {}).get("Name");
    }

    /** As AWS's own handlers make them: the create handlers of these types in aws-cloudformation-resource-providers-sns, -logs, -events. */
    @Test
    void aNameIsAsLongAsItsTypeTakes() {
        assertThat(ref("AWS::SNS::Topic", "{}")).matches(".*:Test-L{200}-\\w{12}");
        account.destroy("Test");
        assertThat(ref("AWS::Logs::LogGroup", "{}")).matches("Test-L{200}-\\w{12}");
        account.destroy("Test");
        assertThat(ref("AWS::Events::Rule", "{'EventPattern': {'source': ['s']}}"))
                .matches("Test-L{46}-\\w{12}");
    }

    /** The create handler of AWS::SNS::Topic in aws-cloudformation-resource-providers-sns asks whether the name is blank. */
    @Test
    void aTopicsEmptyNameIsNone() {
        assertThat(ref("AWS::SNS::Topic", "{'TopicName': ''}")).matches(".*:Test-L{200}-\\w{12}");
    }
}
