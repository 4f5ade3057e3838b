package workshop.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.faults.Faults;
import workshop.cloud.iam.Iam;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;

/** The wording is that of AWS's services, as in https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. */
class OperationsTest {
    private final Iam iam = new Iam();
    private final Operations operations = new Operations("things", iam, new Faults())
            .on(
                    "PutThing",
                    Members.of(
                            required("Name", text(1, 5, "[a-z]*")),
                            optional("Limit", whole(1, 100)),
                            optional("State", oneOf("ON", "OFF")),
                            optional("Parts", list(Members.of(required("Id", text())), 1, 2)),
                            optional("Labels", map(text()))),
                    (caller, input) -> Json.object().put("done", true));

    private void put(String json) {
        operations.call("PutThing", iam.owner(), (ObjectNode) Json.read(json.replace('\'', '"')));
    }

    private void refused(String json, String code, String message) {
        assertThatThrownBy(() -> put(json)).isInstanceOfSatisfying(AwsError.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.getMessage()).contains(message);
        });
    }

    @Test
    void aMemberThatAnOperationDoesNotTakeIsRefusedByName() {
        refused("{'Name': 'a', 'Colour': 'red'}", "NotImplemented", "the parameter Colour");
        refused(
                "{'Name': 'a', 'Parts': [{'Id': '1', 'Size': 2}]}",
                "NotImplemented",
                "the parameter Size in parts.1.member");
    }

    /** @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">A null counts as not given</a> */
    @Test
    void aMemberThatIsNullCountsAsNotGiven() {
        put("{'Name': 'a', 'Limit': null, 'Parts': null, 'Labels': null}");
        refused("{'Name': null, 'Parts': [{'Id': null}]}", "ValidationException", "Value null at 'name' failed");
        refused("{'Name': null, 'Parts': [{'Id': null}]}", "ValidationException", "Value null at 'parts.1.member.id'");
    }

    /** @see <a href="https://smithy.io/2.0/spec/type-refinement-traits.html#sparse-trait">Not sparse: no value is null</a> */
    @Test
    void aNullInAListOrAMapIsRefused() {
        String words = " failed to satisfy constraint: Member must not be null";
        refused("{'Name': 'a', 'Parts': [null]}", "ValidationException", "Value null at 'parts.1.member'" + words);
        refused("{'Name': 'a', 'Labels': {'k': null}}", "ValidationException", "null at 'labels.k.member'" + words);
    }

    /**
     * The first of them is said, before anything that is out of bounds or missing.
     *
     * @see <a href="https://github.com/aoyagikouhei/athena-local">Measured on Athena</a>, which speaks the same protocol
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Name\": 7 | NUMBER_VALUE can not be converted to a String",
                "\"Name\": true | TRUE_VALUE can not be converted to a String",
                "\"Name\": [] | Start of list found where not expected",
                "\"Limit\": \"7\" | STRING_VALUE can not be converted to an Integer",
                "\"Limit\": false | FALSE_VALUE can not be converted to an Integer",
                "\"Limit\": {} | Start of structure or map found where not expected.",
                "\"Parts\": {} | Start of structure or map found where not expected.",
                "\"Parts\": \"a\" | Expected list or null",
                "\"Parts\": [7] | Expected null",
                "\"Labels\": \"a\" | Expected null",
            })
    void aValueOfAnotherTypeIsNotReadAsIfItWereRight(String member, String message) {
        refused("{" + member + "}", "SerializationException", message);
    }

    @Test
    void aValueOutOfBoundsIsRefusedInTheWordsOfAwsServices() {
        refused(
                "{}",
                "ValidationException",
                "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null");
        refused("{'Name': ''}", "ValidationException", "Member must have length greater than or equal to 1");
        refused("{'Name': 'A'}", "ValidationException", "Member must satisfy regular expression pattern: [a-z]*");
        refused(
                "{'Name': 'a', 'Limit': 101}",
                "ValidationException",
                "Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100");
        refused("{'Name': 'a', 'State': 'on'}", "ValidationException", "Member must satisfy enum value set: [OFF, ON]");
        refused(
                "{'Name': 'a', 'Parts': []}",
                "ValidationException",
                "Member must have length greater than or equal to 1");
        refused("{'Name': 'abcdef', 'Limit': 0}", "ValidationException", "2 validation errors detected: ");
    }

    @Test
    void inAFormEverythingIsText() {
        ObjectNode form = Json.object().put("Name", "a").put("Limit", "7");
        assertThat(operations
                        .call("PutThing", iam.owner(), form, Reading.FORM)
                        .path("done")
                        .asBoolean())
                .isTrue();
    }
}
