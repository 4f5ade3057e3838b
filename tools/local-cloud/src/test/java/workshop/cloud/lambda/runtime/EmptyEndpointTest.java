package workshop.cloud.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EmptyEndpointTest {
    @Test
    void aCallGetsAnEmptyAnswerAndSoDoesTheNextOne() throws IOException {
        try (EmptyEndpoint endpoint = new EmptyEndpoint()) {
            for (int i = 0; i < 2; i++) {
                HttpMessage answer = new RuntimeConnection(endpoint.authority())
                        .call("POST", "/", "{\"any\": 1}".getBytes(StandardCharsets.UTF_8));
                assertThat(answer.word(1)).isEqualTo("200");
                assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
            }
        }
    }
}
