package workshop.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import workshop.cloud.lambda.FunctionError;

class DemoRunTest {

    @Test
    void anExceptionInThePictureIsItsFirstLineAndItsPlace() {
        String outcome = """
                {"errorMessage": "no mail\\nbecause", "errorType": "java.lang.IllegalStateException",
                 "stackTrace": ["software.amazon.Z.z(Z.java:1)", "todo.X.y(X.java:5)", "todo.W.w(W.java:7)"]}""";
        assertThat(FunctionError.inOneLine(outcome, "todo")).isEqualTo("IllegalStateException: no mail (X.java:5)");
        assertThat(FunctionError.inOneLine("AccessDeniedException: no", "todo")).isEqualTo("AccessDeniedException: no");
    }

    @Test
    void anArnIsShownWithoutWhatMakesItUnique() {
        assertThat(HopLines.shortly("arn:aws:lambda:us-east-1:000000000000:function:TodoEvents-Publisher-C19DF5095105"))
                .isEqualTo("lambda function:TodoEvents-Publisher");
        assertThat(HopLines.shortly("arn:aws:sns:us-east-1:000000000000:TodoEvents-Done-9AB42A10C042:"
                        + "6be1a138-6e0b-4913-82a2-c52a8f54cd2f"))
                .isEqualTo("sns TodoEvents-Done");
        assertThat(HopLines.shortly("arn:aws:events:us-east-1:000000000000:event-bus/TodoEvents"))
                .isEqualTo("events event-bus/TodoEvents");
    }
}
