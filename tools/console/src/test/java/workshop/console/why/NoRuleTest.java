package workshop.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.console.Things;

/** Which rule an event that none matches was meant for, and whether the rule or the event is what to change. */
class NoRuleTest {
    @TempDir
    private Path folder;

    @Test
    void theRuleForTheEventsTypeIsMeantThoughAnotherOneMatchesMoreFields() {
        Answer answer = answer(new Things()
                .rule("['thing', 'stuff']", ", 'detail-type': ['INSERT'], 'detail': {'x': [1]}")
                .put("Near", "AWS::Events::Rule", rule("'source': ['things'], 'detail-type': ['REMOVE']")));
        assertThat(answer.facts().get(0)).startsWith("rule Rule: source");
        assertThat(answer.fix())
                .isEqualTo("In the pattern of rule Rule, source must match \"things\"."
                        + " If the event is wrong, change the event.");
    }

    @Test
    void theEventIsToChangeIfAllRulesWantTheSameOfIt() {
        Answer answer = answer(new Things()
                .rule("['other']", "")
                .put("Second", "AWS::Events::Rule", rule("'source': ['other'], 'detail-type': ['REMOVE']")));
        assertThat(answer.fix())
                .isEqualTo("Both rules want source [\"other\"]: publish events with it."
                        + " If the rules are wrong, change them.");
    }

    @Test
    void aFunctionThatReadsAnotherTableIsNamed() {
        Answer answer = answer(new Things()
                .table("Activity", ", 'StreamSpecification': {'StreamViewType': 'KEYS_ONLY'}")
                .put(
                        "Mapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': 'Publisher'}, 'StartingPosition': 'TRIM_HORIZON',"
                                + " 'EventSourceArn': {'Fn::GetAtt': ['Activity', 'StreamArn']}}"));
        assertThat(answer.end()).isEqualTo("It was written to Things, whose stream no function reads.");
        assertThat(answer.facts()).containsExactly("Publisher reads the table Activity");
        assertThat(answer.fix()).startsWith("Is this table meant? Give it to new DynamoEventSource(…)");
    }

    private static String rule(String pattern) {
        return "{'EventBusName': {'Ref': 'Bus'}, 'EventPattern': {" + pattern + "}}";
    }

    private Answer answer(Things stack) {
        try (Things things = stack.deploy(folder)) {
            return new Why(things.account(), things.journeys(), folder)
                    .of(things.journey("POST", "a-thing"))
                    .get(0);
        }
    }
}
