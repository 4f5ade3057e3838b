package workshop.cloud.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.lambda.BrokenHandlers;

/**
 * What AWS's runtime says of a handler that it can't load.
 *
 * @see <a href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/AWSLambda.java">findRequestHandler</a>
 * @see <a href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/EventHandlerLoader.java">EventHandlerLoader</a>
 */
class UserFaultTest {
    private static final String PREFIX = BrokenHandlers.class.getName() + "$";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "no.such.Type | false | java.lang.ClassNotFoundException | Class not found: no.such.Type",
                "no.such.Type::method | false | java.lang.ClassNotFoundException | Class not found: no.such.Type",
                "$Item | false | | Class does not implement an appropriate handler interface: $Item",
                "$Item::wrong | false | | No public method named wrong with appropriate method signature found on class $Item",
                "$NeedsName | false | java.lang.Exception | Class $NeedsName has no public zero-argument constructor",
                "$Lacks | false | java.lang.NoClassDefFoundError | Error loading class $Lacks: some/Class",
                "$LacksVariable | true | java.lang.ExceptionInInitializerError | Error loading class $LacksVariable",
                "$Throws | true | java.lang.IllegalStateException | java.lang.IllegalStateException",
            })
    void aHandlerThatCannotBeLoadedIsAFault(String handler, boolean isFatal, String type, String message) {
        UserFault fault = catchThrowableOfType(UserFault.class, () -> Handler.load(handler.replace("$", PREFIX)));
        String typed = type == null ? "" : ",\"errorType\":\"" + type + "\"";
        assertThat(new String(new ErrorReport(fault).json(), StandardCharsets.UTF_8).replace("\\u0027", "'"))
                .as("without a trace, as aws-lambda-java-libs has it in LambdaErrorConverter")
                .isEqualTo("{\"errorMessage\":\"" + message.replace("$", PREFIX) + "\"" + typed + "}");
        assertThat(fault.isFatal).isEqualTo(isFatal);
    }

    /** As others have it in <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html">their logs</a>: message, type, trace. */
    @Test
    void theLogHasTheTraceOfWhatItWasCausedBy() {
        UserFault fault = catchThrowableOfType(UserFault.class, () -> Handler.load(PREFIX + "LacksToo"));
        assertThat(new ErrorReport(fault).log())
                .startsWith("Error loading class " + PREFIX + "LacksToo: some/Class: java.lang.NoClassDefFoundError\n"
                        + "java.lang.NoClassDefFoundError: some/Class\n\tat " + BrokenHandlers.class.getName()
                        + ".lack(")
                .contains("\tat java.base/java.lang.Class.forName(")
                .endsWith(")\n\n");
        UserFault other = catchThrowableOfType(UserFault.class, () -> Handler.load(PREFIX + "Item"));
        assertThat(new ErrorReport(other).log()).isEqualTo(other.getMessage() + "\n");
    }
}
