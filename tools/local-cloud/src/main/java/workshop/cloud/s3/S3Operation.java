package workshop.cloud.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Violations;

/**
 * One operation of S3: how a request for it looks, the members that it takes, and what it does. A request is never taken
 * for another operation: each of its query parameters, and each of its headers that has a meaning, is a member that is
 * declared or is refused by name.
 *
 * @param call method and path, such as {@code GET /Bucket?list-type=2}, with the query parameter that makes it another operation
 */
record S3Operation(String name, String call, Members members, Function<Call, HttpReply> does) {
    private static final Pattern WITH_A_MEANING =
            Pattern.compile("x-amz-.*|if-.*|range|cache-control|content-(disposition|encoding|language|md5)|expires");

    /** What signs or frames a request, or names the client; and the checksum of no body, which the SDK for Java sends. */
    private static final Pattern OF_THE_TRANSPORT = Pattern.compile(
            "(x-id|x-amz-(content-sha256|date|decoded-content-length|sdk-checksum-algorithm|security-token|te|trailer"
                    + "|user-agent))=.*|content-encoding=|x-amz-checksum-crc32=AAAAAA==");

    /** What S3 says of a value that a parameter doesn't take. */
    private static final Map<String, String> WORDS = Map.of(
            "max-keys", "Provided max-keys not an integer or within integer range",
            "encoding-type", "Invalid Encoding Method specified in Request",
            "partNumber", "Part number must be an integer between 1 and 10000, inclusive");

    record Call(Caller caller, ObjectNode input, byte[] body) {

        /** A member's text; empty if the request has none. */
        String get(String member) {
            return input.path(member).asText("");
        }

        String path() {
            return get("Bucket") + (input.has("Key") ? "/" + get("Key") : "");
        }
    }

    static S3Operation find(List<S3Operation> operations, String bucket, String key, HttpRequest request) {
        String on = request.method() + " /" + (bucket.isEmpty() ? "" : key.isEmpty() ? "Bucket" : "Bucket/Key");
        return operations.stream()
                .filter(operation -> operation.call.equals(on)
                        || request.query().keySet().stream().anyMatch(name -> operation.isToldBy(request, on, name)))
                .findFirst()
                .orElseThrow(() -> AwsError.notHere("the S3 call " + on + " with the parameters "
                        + request.query().keySet()));
    }

    private boolean isToldBy(HttpRequest request, String on, String parameter) {
        String value = request.queryParameter(parameter).orElse("");
        return call.equals(on + "?" + parameter) || call.equals(on + "?" + parameter + "=" + value);
    }

    /** Refuses what is not declared, then does it. */
    HttpReply call(Caller caller, String bucket, String key, HttpRequest request) {
        ObjectNode input = Json.object();
        AwsChunked body = AwsChunked.of(request);
        request.query().forEach((name, values) -> {
            if (members.byName().containsKey(name) || !isToldBy(request, call.replaceFirst("\\?.*", ""), name)) {
                add(input, true, name, values.get(0));
            }
        });
        request.headers().forEach((name, values) -> add(input, false, name, values.get(0)));
        body.trailers.forEach((name, value) -> add(input, true, name, value));
        if (!bucket.isEmpty()) {
            input.put("Bucket", bucket);
        }
        if (!key.isEmpty()) {
            input.put("Key", key);
        }
        int size = key.getBytes(StandardCharsets.UTF_8).length;
        if (size > 1024) {
            ObjectNode members = Json.object().put("Size", size).put("MaxSizeAllowed", 1024);
            throw new AwsError(400, "KeyTooLongError", "Your key is too long", members);
        }
        WORDS.keySet().forEach(argument -> refuse(input, argument));
        Violations.refuse(members, input, Reading.FORM, "s3:" + name, "InvalidArgument");
        return does.apply(new Call(caller, input, body.bytes));
    }

    private void refuse(JsonNode input, String argument) {
        Member member = members.byName().get(argument);
        JsonNode value = input.path(argument);
        boolean isGiven = member != null && value.isTextual();
        if (isGiven
                && !Violations.of(member.shape(), value, Reading.FORM)
                        .ofResource()
                        .isEmpty()) {
            throw invalid(argument, value.asText(), WORDS.get(argument));
        }
    }

    /** @param value null if it is not said */
    static AwsError invalid(String argument, String value, String message) {
        ObjectNode said = Json.object().put("ArgumentName", argument);
        return new AwsError(400, "InvalidArgument", message, value == null ? said : said.put("ArgumentValue", value));
    }

    private void add(ObjectNode input, boolean always, String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        String member = members.byName().keySet().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(name);
        String text = lower.equals("content-encoding") ? value.replaceAll("aws-chunked,?\\s*", "") : value;
        boolean counts = (always || WITH_A_MEANING.matcher(lower).matches())
                && !OF_THE_TRANSPORT.matcher(lower + "=" + text).matches();
        if (counts || members.byName().containsKey(member)) {
            input.put(member, text);
        }
    }
}
