package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parts of an ARN, each of which may be left out.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">FunctionName</a>
 */
class FunctionNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handler",
                "function:handler",
                "000000000000:handler",
                "000000000000:function:handler",
                "us-east-1:000000000000:handler",
                "arn:aws:lambda:us-east-1:000000000000:function:handler"
            })
    void aPartOfAnArnNamesTheFunction(String part) {
        assertThat(FunctionName.parse(part)).isEqualTo(new FunctionName("handler", null));
        assertThat(FunctionName.parse(part + ":live")).isEqualTo(new FunctionName("handler", "live"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:lambda:eu-west-1:000000000000:function:handler", "eu-west-1:000000000000:handler"})
    void anotherRegionIsNotReachable(String elsewhere) {
        assertThatThrownBy(() -> FunctionName.parse(elsewhere))
                .hasMessage("Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
    }

    @Test
    void anotherAccountHasNoFunctionsHere() {
        assertThatThrownBy(() -> FunctionName.parse("111111111111:handler"))
                .hasMessage("Function not found: 111111111111:handler");
    }
}
