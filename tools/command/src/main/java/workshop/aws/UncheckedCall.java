package workshop.aws;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A call as AWS's protocols have it, for a local cloud, which checks no signature: a form, or JSON for a target. */
public record UncheckedCall(String service, String target, String body) {

    public String signature() {
        return "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/" + service
                + "/aws4_request, SignedHeaders=host, Signature=none";
    }

    public String type() {
        return target.isEmpty() ? "application/x-www-form-urlencoded; charset=utf-8" : "application/x-amz-json-1.1";
    }

    /** The answer; throws unless it is 200. */
    public String to(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .headers("Authorization", signature(), "Content-Type", type(), "X-Amz-Target", target)
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    url + " " + target + " was answered with " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
