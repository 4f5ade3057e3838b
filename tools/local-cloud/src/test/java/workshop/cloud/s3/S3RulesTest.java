package workshop.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.Json;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.IamTypes;

/** What S3's API reference says of a request in a sentence. */
class S3RulesTest {

    private final Iam iam = new Iam();

    @AutoClose
    private final S3 s3 = new S3(iam, () -> "http://localhost");

    private final String path = "/" + s3.assets.name + "/k";

    private HttpReply call(
            Caller caller, String method, Map<String, String> query, Map<String, String> headers, String body) {
        return s3.handle(
                caller,
                new HttpRequest(method, path, lists(query), lists(headers), body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, List<String>> lists(Map<String, String> values) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        values.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    private static String text(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    /**
     * "If you don't have the s3:ListBucket permission, Amazon S3 returns … 403": API_GetObject and API_HeadObject.
     *
     * @see <a href="https://github.com/aws-ia/terraform-aws-bedrock/issues/41">Its words, with the resource in quotes</a>
     */
    @Test
    void whoMayNotListABucketDoesNotLearnThatAnObjectIsMissing() {
        Caller reader = session("Reader", "\"s3:GetObject\"");
        assertThat(call(reader, "GET", Map.of(), Map.of(), "").status()).isEqualTo(403);
        assertThat(text(call(reader, "GET", Map.of(), Map.of(), "")))
                .contains("<Code>AccessDenied</Code>", "s3:ListBucket on resource: &quot;arn:aws:s3:::");
        assertThat(call(reader, "HEAD", Map.of(), Map.of(), "").status()).isEqualTo(403);
        Caller lister = session("Lister", "[\"s3:GetObject\", \"s3:ListBucket\"]");
        assertThat(call(lister, "GET", Map.of(), Map.of(), "").status()).isEqualTo(404);
        call(iam.owner(), "PUT", Map.of(), Map.of(), "abc");
        assertThat(call(reader, "GET", Map.of(), Map.of(), "").status()).isEqualTo(200);
    }

    /** @see <a href="https://github.com/gaul/s3proxy/issues/942">What the AWS SDK for Java sends since 2.40</a> */
    @Test
    void theChecksumOfNoBodyMayComeWithWhatHasNone() {
        call(iam.owner(), "PUT", Map.of(), Map.of("x-amz-checksum-crc32", "NSRBwg=="), "abc");
        Map<String, String> sent = Map.of("x-amz-checksum-crc32", "AAAAAA==", "x-amz-te", "append-md5");
        assertThat(text(call(iam.owner(), "GET", Map.of(), sent, ""))).isEqualTo("abc");
        Map<String, String> other = Map.of("x-amz-checksum-crc32", "NSRBwg==");
        assertThat(text(call(iam.owner(), "GET", Map.of(), other, ""))).contains("NotImplemented");
        assertThat(text(call(iam.owner(), "PUT", Map.of(), sent, "abc"))).contains("<Code>BadDigest</Code>");
    }

    /** Verified on AWS by OpenStack Swift's test test_mpu_create_no_checksum_algo_and_composite_checksum_type. */
    @Test
    void aTypeOfChecksumIsNothingWithoutAnAlgorithm() {
        Map<String, String> type = Map.of("x-amz-checksum-type", "COMPOSITE");
        assertThat(text(call(iam.owner(), "POST", Map.of("uploads", ""), type, "")))
                .contains(
                        "<Code>InvalidRequest</Code>",
                        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
    }

    /** Recorded on AWS by LocalStack's test_complete_multipart_parts_checksum_composite and ..._full_object. */
    @Test
    void anUploadIsNotCompletedWithAChecksumThatIsNotThatOfItsPart() {
        String id = text(call(iam.owner(), "POST", Map.of("uploads", ""), Map.of(), ""))
                .replaceFirst("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
        call(iam.owner(), "PUT", Map.of("partNumber", "1", "uploadId", id), Map.of(), "abc");
        assertThat(completed(id, "<ChecksumCRC32>AAAAAA==</ChecksumCRC32>")).contains("<Code>InvalidPart</Code>");
        assertThat(completed(id, "<ChecksumCRC32>NSRBwg==</ChecksumCRC32>")).contains("<CompleteMultipartUploadResult");
    }

    /**
     * Recorded on AWS by LocalStack's test_list_ops_encoding_type_validation and test_complete_multipart_parts_order; of the number
     * of keys, <a href="https://github.com/minio/minio/blob/master/cmd/api-errors.go">others</a> have the same words.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoding-type | none | encoding-type | Invalid Encoding Method specified in Request",
                "encoding-type | '' | encoding-type | Invalid Encoding Method specified in Request",
                "max-keys | abc | max-keys | Provided max-keys not an integer or within integer range",
                "max-keys | 2147483648 | max-keys | Provided max-keys not an integer or within integer range",
                "max-keys | -1 | maxKeys | Argument maxKeys must be an integer between 0 and 2147483647",
                "partNumber | 10001 | partNumber | Part number must be an integer between 1 and 10000, inclusive",
                "partNumber | -1 | partNumber | Part number must be an integer between 1 and 10000, inclusive",
            })
    void anArgumentThatIsNotTakenIsNamedWithItsValue(String parameter, String value, String argument, String message) {
        boolean ofPart = parameter.equals("partNumber");
        String on = ofPart ? path : path.replaceFirst("/k$", "");
        Map<String, String> query = Map.of(ofPart ? "uploadId" : "list-type", ofPart ? "u" : "2", parameter, value);
        HttpRequest request = new HttpRequest(ofPart ? "PUT" : "GET", on, lists(query), Map.of(), new byte[0]);
        assertThat(text(s3.handle(iam.owner(), request)))
                .contains("<Error><Code>InvalidArgument</Code><Message>" + message + "</Message><ArgumentName>"
                        + argument + "</ArgumentName><ArgumentValue>" + value + "</ArgumentValue>");
    }

    /** Recorded on AWS by LocalStack's test_invalid_range_error. */
    @Test
    void aRangeThatIsNotThereIsNamedWithTheSizeThatIs() {
        call(iam.owner(), "PUT", Map.of(), Map.of(), "testdata");
        HttpReply reply = call(iam.owner(), "GET", Map.of(), Map.of("Range", "bytes=1024-4096"), "");
        assertThat(reply.status()).isEqualTo(416);
        assertThat(text(reply))
                .contains("<RangeRequested>bytes=1024-4096</RangeRequested>", "<ActualObjectSize>8</ActualObjectSize>");
    }

    /**
     * Recorded on AWS by LocalStack's test_multipart_complete_multipart_too_small, test_multipart_complete_multipart_wrong_part and
     * test_complete_multipart_parts_order.
     */
    @Test
    void aPartThatDoesNotFitIsNamed() {
        String id = text(call(iam.owner(), "POST", Map.of("uploads", ""), Map.of(), ""))
                .replaceFirst("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
        for (String number : List.of("1", "2")) {
            call(iam.owner(), "PUT", Map.of("partNumber", number, "uploadId", id), Map.of(), "abc");
        }
        String part = "<Part><ETag>\"900150983cd24fb0d6963f7d28e17f72\"</ETag><PartNumber>%s</PartNumber></Part>";
        String upload = "<UploadId>" + id + "</UploadId>";
        assertThat(complete(id, part.formatted(1) + part.formatted(2))).contains("<Code>EntityTooSmall</Code>");
        assertThat(complete(id, part.formatted(2) + part.formatted(1)))
                .contains("<Code>InvalidPartOrder</Code>", upload);
        assertThat(complete(id, part.formatted(3)))
                .contains(
                        "<Code>InvalidPart</Code>",
                        upload + "<PartNumber>3</PartNumber><ETag>900150983cd24fb0d6963f7d28e17f72</ETag>");
        assertThat(complete(id, ""))
                .contains("<Message>The XML you provided was not well-formed or did not validate against our published"
                        + " schema</Message>");
    }

    private String complete(String id, String parts) {
        String body = "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>";
        return text(call(iam.owner(), "POST", Map.of("uploadId", id), Map.of(), body));
    }

    private String completed(String id, String checksum) {
        return complete(
                id,
                "<Part><ETag>900150983cd24fb0d6963f7d28e17f72</ETag><PartNumber>1</PartNumber>" + checksum + "</Part>");
    }

    private Caller session(String role, String actions) {
        String properties = """
                {"RoleName": "%s", "AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow",
                 "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}},
                 "Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement":
                  {"Effect": "Allow", "Action": %s, "Resource": "*"}}}]}""".formatted(role, actions);
        String arn = new IamTypes(iam)
                .role()
                .create(new Declaration("S", "R", "X", (ObjectNode) Json.read(properties), Json.object()))
                .attributes()
                .get("Arn");
        return iam.caller(iam.assume(arn, "s").accessKeyId());
    }
}
