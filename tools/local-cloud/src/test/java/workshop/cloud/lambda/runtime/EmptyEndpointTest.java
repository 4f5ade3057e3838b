package workshop.cloud.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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

    /** As a call of SNS is, whose client reads XML. */
    @Test
    void aCallOfAFormGetsAnEmptyAnswerInXml() throws IOException, InterruptedException {
        try (EmptyEndpoint endpoint = new EmptyEndpoint()) {
            HttpRequest form = HttpRequest.newBuilder(URI.create("http://" + endpoint.authority()))
                    .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofString("Action=Publish"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(form, BodyHandlers.ofString())
                            .body())
                    .isEqualTo("<Response/>");
        }
    }
}
