package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * An error on the wire. Where no service shapes it, its protocol is the one in which the caller asks.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/index.html">AWS protocols</a>
 */
public final class ErrorReply {
    private static final Set<String> REST_XML = Set.of("s3", "s3control", "route53", "cloudfront");
    private static final String CBOR = "rpc-v2-cbor";

    private ErrorReply() {}

    /** @param service the name that the request is signed for, or any other */
    public static HttpReply of(AwsError e, HttpRequest request, String service) {
        if (request.header("smithy-protocol").orElse("").equals(CBOR)) {
            return cbor(e);
        }
        if (REST_XML.contains(service)) {
            return s3(e);
        }
        boolean form = request.header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded");
        if (service.equals("ec2")) {
            String response = Xml.document(
                    "Response", "", xml -> xml.element("Errors", errors -> errors.element("Error", codeAndMessage(e))));
            return HttpReply.of(e.status(), "text/xml", response);
        }
        if (form || request.query().containsKey("Action")) {
            return xml(e, "");
        }
        return request.header("X-Amz-Target").isPresent() ? awsJson(e, "1.1") : restJson(e);
    }

    static HttpReply restJson(AwsError e) {
        return json(e, "application/json").withHeader("x-amzn-ErrorType", e.code());
    }

    /** As the JSON protocols answer it; services differ in the case of {@code message}, and clients read either. */
    public static HttpReply json(AwsError e, String contentType) {
        ObjectNode body = Json.object()
                .put("__type", e.code())
                .put("message", e.getMessage())
                .put("Message", e.getMessage());
        body.setAll(e.members);
        body.removeIf(JsonNode::isNull);
        return HttpReply.of(e.status(), contentType, Json.write(body));
    }

    /** As the AWS JSON protocols answer it: 400 for all that the caller did wrong. */
    public static HttpReply awsJson(AwsError e, String version) {
        int status = e.status() > 400 && e.status() < 500 ? 400 : e.status();
        return json(new AwsError(status, e.code(), e.getMessage(), e.members), "application/x-amz-json-" + version);
    }

    public static HttpReply s3(AwsError e) {
        if (e.code().equals("ExpiredTokenException")) {
            return s3(AwsError.of("ExpiredToken", "The provided token has expired."));
        }
        String id = s3RequestId();
        Consumer<Xml> more = xml -> e.members.forEachEntry((name, value) -> xml.element(name, value.asText()));
        String error =
                Xml.document("Error", "", codeAndMessage(e).andThen(more).andThen(xml -> xml.element("RequestId", id)));
        return HttpReply.of(e.status(), "application/xml", error).withHeader(HttpReply.S3_REQUEST_ID, id);
    }

    /** An id as S3's are: sixteen letters and digits. */
    public static String s3RequestId() {
        return UUID.randomUUID().toString().replace("-", "").substring(16).toUpperCase(Locale.ROOT);
    }

    static HttpReply xml(AwsError e, String xmlNamespace) {
        String id = UUID.randomUUID().toString();
        Consumer<Xml> type = xml -> xml.element("Type", e.status() < 500 ? "Sender" : "Receiver");
        String error = Xml.document(
                "ErrorResponse",
                xmlNamespace,
                xml -> xml.element("Error", type.andThen(codeAndMessage(e))).element("RequestId", id));
        return HttpReply.of(e.status(), "text/xml", error).withHeader(HttpReply.REQUEST_ID, id);
    }

    private static Consumer<Xml> codeAndMessage(AwsError e) {
        return xml -> xml.element("Code", inXml(e.code())).element("Message", e.getMessage());
    }

    /** An error that each service has, as the protocols in XML call it. */
    private static String inXml(String code) {
        return code.equals("SerializationException")
                ? "MalformedInput"
                : code.replaceFirst("^(AccessDenied|ExpiredToken|MissingAuthenticationToken)Exception$", "$1");
    }

    private static HttpReply cbor(AwsError e) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0xA2); // a map of two
        for (String text : new String[] {"__type", e.code(), "message", e.getMessage()}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            body.write(0x79); // text with a length of two bytes
            body.write(bytes.length >> 8);
            body.write(bytes.length);
            body.writeBytes(bytes);
        }
        Map<String, String> headers = Map.of("Content-Type", "application/cbor", "smithy-protocol", CBOR);
        return new HttpReply(e.status(), headers, body.toByteArray());
    }
}
