package workshop.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.console.Things;
import workshop.console.journey.Journey;

/** What kept a change out, and would let it on as it is deployed now, is not blamed. */
class DeployedSinceTest {
    private static final String UNLESS = ", unless a call has changed ";

    @TempDir
    private Path folder;

    @Test
    void aRuleThatMatches() {
        assertThat(facts(new Things().rule("['thing']", ""), things -> things.rule("['things']", "")))
                .containsExactly("rule Rule matches it as it is deployed now" + UNLESS + "or disabled it");
    }

    @Test
    void aFilterThatLetsItThrough() {
        Things filtered = new Things().mapping(filters("{\\'eventName\\': [\\'insert\\']}"));
        assertThat(
                        facts(
                                filtered,
                                things -> things.mapping(
                                        filters(
                                                "{\\'eventName\\': [\\'REMOVE\\']}'}, {'Pattern': '{\\'eventName\\': [\\'INSERT\\']}"))))
                .containsExactly("what is deployed now lets it through" + UNLESS + "it");
    }

    @Test
    void aPermissionThatIsThere() {
        Things denied = new Things()
                .rule("['things']", "", ", 'RetryPolicy': {'MaximumRetryAttempts': 0}")
                .put("Permission", "AWS::Lambda::Permission", permission("s3"));
        assertThat(facts(denied, things -> things.put("Permission", "AWS::Lambda::Permission", permission("events"))))
                .containsExactly("what is deployed now has the permission, unless a call has removed it");
    }

    @Test
    void aPermissionOfTheApiThatIsThere() {
        String ofAll = "{'FunctionName': {'Ref': 'Api'}, 'Action': 'lambda:InvokeFunction', 'Principal':"
                + " '%s.amazonaws.com', 'SourceArn': {'Fn::Sub': 'arn:aws:execute-api:us-east-1:000000000000:${RestApi}/*/????/*'}}";
        Things denied = new Things().put("ApiPermission", "AWS::Lambda::Permission", ofAll.formatted("events"));
        assertThat(facts(
                        denied,
                        things ->
                                things.put("ApiPermission", "AWS::Lambda::Permission", ofAll.formatted("apigateway"))))
                .contains("what is deployed now has the permission, unless a call has removed it");
    }

    private static String filters(String pattern) {
        return ", 'FilterCriteria': {'Filters': [{'Pattern': '" + pattern + "'}]}";
    }

    private static String permission(String service) {
        return "{'FunctionName': {'Ref': 'Handler'}, 'Action': 'lambda:InvokeFunction', 'Principal': '" + service
                + ".amazonaws.com', 'SourceArn': {'Fn::GetAtt': ['Rule', 'Arn']}}";
    }

    /** The facts of why a change ended, asked after what kept it out was put right; before that, the answer is another one. */
    private List<String> facts(Things broken, UnaryOperator<Things> right) {
        try (Things things = broken.deploy(folder)) {
            Why why = new Why(things.account(), things.journeys(), folder);
            Journey journey = things.journey("POST", "a-thing");
            assertThat(why.of(journey).get(0).fix()).isNotEqualTo(Answer.AGAIN);
            right.apply(things).update(folder);
            assertThat(why.of(journey).get(0).fix()).isEqualTo(Answer.AGAIN);
            return why.of(journey).get(0).facts();
        }
    }
}
