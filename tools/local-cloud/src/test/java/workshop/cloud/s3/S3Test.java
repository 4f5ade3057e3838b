package workshop.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Iam;

class S3Test {
    private final Iam iam = new Iam();

    @AutoClose
    private final S3 s3 = new S3(iam, () -> "http://localhost");

    private final String assets = s3.assets.name;

    private HttpReply call(String method, String pathAndQuery, Map<String, String> headers, byte[] body) {
        String[] parts = pathAndQuery.split("\\?", 2);
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (parts.length > 1) {
            for (String parameter : parts[1].split("&")) {
                String[] pair = parameter.split("=", 2);
                query.put(pair[0], List.of(pair.length > 1 ? pair[1] : ""));
            }
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return s3.handle(iam.owner(), new HttpRequest(method, parts[0], query, all, body));
    }

    private HttpReply call(String method, String pathAndQuery, String body) {
        return call(method, pathAndQuery, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private String put(String key, String body) {
        return call("PUT", "/" + assets + "/" + key, body).headers().get("ETag");
    }

    private static String text(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theAssetBucketAnswersWhatTheCdkAsks() {
        assertThat(text(call("GET", "/" + assets + "?location", ""))).contains("<LocationConstraint");
        assertThat(text(call("GET", "/" + assets + "?encryption", "")))
                .contains("AES256", "<BucketKeyEnabled>false</BucketKeyEnabled>");
        assertThat(text(call("GET", "/", "")))
                .as("recorded on AWS: test_response_structure of LocalStack's suite for S3")
                .containsPattern("<Owner><ID>[0-9a-f]{64}</ID></Owner><Buckets>.*<BucketArn>arn:aws:s3:::" + assets);
        assertThat(call("HEAD", "/" + assets, "").headers())
                .as("recorded on AWS: test_create_bucket_head_bucket of LocalStack's suite for S3")
                .containsEntry("x-amz-bucket-arn", "arn:aws:s3:::" + assets)
                .containsEntry("x-amz-access-point-alias", "false");
        assertThat(text(call("GET", "/" + assets + "?list-type=2&prefix=x&max-keys=1", "")))
                .contains("<KeyCount>0</KeyCount>");
    }

    @Test
    void anObjectIsGivenAsItWasPut() {
        assertThat(put("a%20b/%C3%A4.txt", "hello")).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        HttpReply got = call("GET", "/" + assets + "/a%20b/%C3%A4.txt", "");
        assertThat(text(got)).isEqualTo("hello");
        assertThat(got.headers()).containsEntry("ETag", "\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(text(call("GET", "/" + assets + "?list-type=2", ""))).contains("<Key>a b/ä.txt</Key>");
        assertThat(call("HEAD", "/" + assets + "/a%20b/%C3%A4.txt", "").headers())
                .containsEntry("Content-Length", "5");
    }

    @Test
    void aRangeIsGivenAlone() {
        put("k", "0123456789");
        Map.of("2-4", "234", "7-", "789", "-3", "789", "-15", "0123456789", "0-100", "0123456789")
                .forEach((range, expected) -> {
                    HttpReply part = range("bytes=" + range);
                    assertThat(part.status()).isEqualTo(206);
                    assertThat(text(part)).as(range).isEqualTo(expected);
                });
        assertThat(List.of("bytes=10-", "bytes=-0"))
                .allSatisfy(range -> assertThat(range(range).status()).isEqualTo(416));
    }

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-range">Range</a>: what isn't understood is ignored */
    @Test
    void whatIsNoRangeOrSeveralGivesTheWholeObject() {
        put("k", "0123456789");
        for (String range : List.of("bytes=-1-", "bytes=1-0", "bytes=0--1", "bytes=0-1,3-4", "0-1", "bytes=-")) {
            HttpReply whole = range(range);
            assertThat(whole.status()).as(range).isEqualTo(200);
            assertThat(text(whole)).isEqualTo("0123456789");
        }
    }

    private HttpReply range(String range) {
        return call("GET", "/" + assets + "/k", Map.of("Range", range), new byte[0]);
    }

    private HttpReply putChunked(String checksum) {
        String body = "5;chunk-signature=abc\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32:" + checksum + "\r\n\r\n";
        return call(
                "PUT",
                "/" + assets + "/k",
                Map.of(
                        "x-amz-content-sha256",
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "x-amz-trailer",
                        "x-amz-checksum-crc32",
                        "Content-Encoding",
                        "aws-chunked"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aChunkedBodyIsStoredWithoutItsSignaturesAndItsChecksumIsVerified() {
        assertThat(text(putChunked("AAAAAA==")))
                .contains("<Code>BadDigest</Code>", "The CRC32 you specified did not match the calculated checksum.");
        assertThat(call("GET", "/" + assets + "/k", "").status()).isEqualTo(404);
        assertThat(putChunked("mobJYA==").headers()).containsEntry("x-amz-checksum-crc32", "mobJYA==");
        assertThat(text(call("GET", "/" + assets + "/k", ""))).isEqualTo("hello!");
    }

    @ParameterizedTest
    @CsvSource({"crc32, lVk/nw==", "crc64nvme, 1f2xscCCZCU=", "sha256, 1YQo81vx2VFUl0q5ccWISq8AkSBQQ0WO80S82TmfdIQ="})
    void aChecksumOfAnyKindIsVerifiedAndGivenBackWhenAskedFor(String kind, String value) {
        String header = "x-amz-checksum-" + kind;
        byte[] body = "test-checksum".getBytes(StandardCharsets.UTF_8);
        assertThat(call("PUT", "/" + assets + "/k", Map.of(header, "AAAAAA=="), body)
                        .status())
                .isEqualTo(400);
        assertThat(call("PUT", "/" + assets + "/k", Map.of(header, value), body).headers())
                .containsEntry(header, value);
        assertThat(call("GET", "/" + assets + "/k", "").headers()).doesNotContainKey(header);
        assertThat(call("HEAD", "/" + assets + "/k", Map.of("x-amz-checksum-mode", "enabled"), new byte[0])
                        .headers())
                .containsEntry(header, value);
    }

    /** As AWS answers tests: LocalStack's suite for S3, and testPutObjectWithIncorrectChecksum of the AWS SDK for Kotlin. */
    @Test
    void aChecksumIsOneAndHasItsForm() {
        byte[] body = "test-checksum".getBytes(StandardCharsets.UTF_8);
        for (String other : List.of("AAAA", "0a1b2c3d", "AAAAAA=A")) { // the second has eight characters, but six bytes
            assertThat(call("PUT", "/" + assets + "/k", Map.of("x-amz-checksum-crc32", other), body)
                            .body())
                    .asString()
                    .contains(
                            "<Code>InvalidRequest</Code>",
                            "<Message>Value for x-amz-checksum-crc32 header is invalid.</Message>");
        }
        Map<String, String> two = Map.of("x-amz-checksum-crc32", "no", "x-amz-checksum-sha256", "neither");
        assertThat(call("PUT", "/" + assets + "/k", two, body).body())
                .asString()
                .contains(
                        "<Code>InvalidRequest</Code>",
                        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html">ChecksumAlgorithm</a> */
    @Test
    void anObjectWithoutAChecksumGetsOneAndAListingSaysOfWhichKindItIs() {
        HttpReply reply = call("PUT", "/" + assets + "/none", "test-checksum");
        assertThat(reply.headers())
                .containsEntry("x-amz-checksum-crc64nvme", "1f2xscCCZCU=")
                .containsEntry("x-amz-checksum-type", "FULL_OBJECT");
        byte[] body = "test-checksum".getBytes(StandardCharsets.UTF_8);
        call("PUT", "/" + assets + "/sent", Map.of("x-amz-checksum-crc32", "lVk/nw=="), body);
        assertThat(text(call("GET", "/" + assets + "?list-type=2", "")))
                .containsSubsequence(
                        "<Key>none</Key>",
                        "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>",
                        "<Key>sent</Key>",
                        "<ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>");
    }

    @Test
    void aChunkThatIsCutOffIsRefused() {
        HttpReply reply = call(
                "PUT",
                "/" + assets + "/k",
                Map.of("Content-Encoding", "aws-chunked"),
                "ff\r\nhello".getBytes(StandardCharsets.UTF_8));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(text(reply)).contains("<Code>IncompleteBody</Code>");
    }

    private String upload(String key) {
        return text(call("POST", "/" + assets + "/" + key + "?uploads", ""))
                .replaceFirst("(?s).*<UploadId>", "")
                .replaceFirst("(?s)<.*", "");
    }

    private String part(String id, int number, String body) {
        String etag = call("PUT", "/" + assets + "/k?partNumber=" + number + "&uploadId=" + id, body)
                .headers()
                .get("ETag");
        return "<Part><ETag>" + etag + "</ETag><PartNumber>" + number + "</PartNumber></Part>";
    }

    private String complete(String id, String parts) {
        return text(call(
                "POST",
                "/" + assets + "/k?uploadId=" + id,
                "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>"));
    }

    @Test
    void theListedPartsBecomeOneObjectInTheirOrder() {
        String id = upload("k");
        String last = part(id, 3, "world");
        String forgotten = part(id, 2, "no");
        String first = part(id, 1, "x".repeat(5 << 20));
        assertThat(call("GET", "/" + assets + "/k", "").status()).isEqualTo(404);
        assertThat(complete(id, last + first))
                .contains(
                        "<Code>InvalidPartOrder</Code>",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
        assertThat(complete(id, first + last.replaceFirst("\"\\w\\w\\w", "\"000")))
                .contains("<Code>InvalidPart</Code>", "the specified entity tag may not match the part's entity tag.");
        assertThat(complete(id, first + forgotten + last)).contains("<Code>EntityTooSmall</Code>");
        assertThat(complete(id, "")).contains("<Code>MalformedXML</Code>");
        assertThat(text(call("POST", "/" + assets + "/k?uploadId=" + id, "")))
                .contains("<Code>InvalidRequest</Code>", "You must specify at least one part");
        assertThat(complete(id, first + last))
                .contains("-2&quot;</ETag>", "<Location>http://localhost/" + assets + "/k</Location>");
        assertThat(text(call("GET", "/" + assets + "/k", "")))
                .hasSize((5 << 20) + 5)
                .endsWith("xworld");
        assertThat(complete(id, first + last)).contains("<Code>NoSuchUpload</Code>", "<UploadId>" + id + "</UploadId>");
        String aborted = upload("k");
        assertThat(call("DELETE", "/" + assets + "/k?uploadId=" + aborted, "").status())
                .isEqualTo(204);
        assertThat(complete(aborted, first)).contains("<Code>NoSuchUpload</Code>");
    }

    /** As recorded on AWS: test_multipart_checksum_type_compatibility and the like of LocalStack's suite for S3. */
    @ParameterizedTest
    @CsvSource({
        "CRC32, , COMPOSITE",
        "CRC64NVME, , FULL_OBJECT",
        "CRC32, FULL_OBJECT, FULL_OBJECT",
        "SHA256, COMPOSITE, COMPOSITE",
        "CRC64NVME, COMPOSITE, The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.",
        "SHA1, FULL_OBJECT, The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.",
    })
    void anUploadSaysWhichChecksumsItTakes(String algorithm, String type, String answer) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("x-amz-checksum-algorithm", algorithm));
        if (type != null) {
            headers.put("x-amz-checksum-type", type);
        }
        HttpReply reply = call("POST", "/" + assets + "/k?uploads", headers, new byte[0]);
        if (reply.status() == 200) {
            assertThat(reply.headers())
                    .containsEntry("x-amz-checksum-algorithm", algorithm)
                    .containsEntry("x-amz-checksum-type", answer);
        } else {
            assertThat(text(reply)).contains("<Code>InvalidRequest</Code>", answer);
        }
    }

    /** As recorded on AWS: test_multipart_with_unicode_character_location of LocalStack's suite for S3. */
    @Test
    void theLocationOfWhatWasUploadedIsEncoded() {
        String path = "/" + assets + "/a+b/%E2%80%94";
        String id = text(call("POST", path + "?uploads", "")).replaceFirst("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
        String etag = call("PUT", path + "?partNumber=1&uploadId=" + id, "x")
                .headers()
                .get("ETag");
        String parts = "<Part><ETag>" + etag + "</ETag><PartNumber>1</PartNumber></Part>";
        assertThat(text(call("POST", path + "?uploadId=" + id, parts)))
                .contains("<Location>http://localhost/" + assets + "/a%2Bb%2F%E2%80%94</Location>");
    }

    /** As recorded on AWS: test_multipart_complete_multipart_too_small of LocalStack's suite for S3. */
    @Test
    void everyAnswerToAnUploadSaysHowItIsEncrypted() {
        assertThat(call("POST", "/" + assets + "/k?uploads", "").headers())
                .containsEntry("x-amz-server-side-encryption", "AES256");
        String id = upload("k");
        HttpReply part = call("PUT", "/" + assets + "/k?partNumber=1&uploadId=" + id, "x");
        assertThat(part.headers()).containsEntry("x-amz-server-side-encryption", "AES256");
        String parts = "<CompleteMultipartUpload><Part><ETag>" + part.headers().get("ETag")
                + "</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>";
        assertThat(call("POST", "/" + assets + "/k?uploadId=" + id, parts).headers())
                .containsEntry("x-amz-server-side-encryption", "AES256");
    }

    /** Each by its name, and none taken for another operation: https://docs.aws.amazon.com/AmazonS3/latest/API. */
    @Test
    void aSubresourceOrAHeaderThatIsNotHereIsRefusedByName() {
        put("k", "before");
        for (String call :
                ("PUT ?accelerate|PUT ?versioning|GET ?acl|GET ?versions|GET ?tagging|DELETE ?policy|POST ?delete"
                                + "|GET ?prefix=a|PUT /k?tagging|PUT /k?acl|GET /k?versionId=1|GET /k?torrent"
                                + "|GET /k?response-content-type=a|DELETE /k?tagging|POST /k?restore|PUT /k?retention")
                        .split("\\|")) {
            HttpReply reply = call(call.split(" ")[0], "/" + assets + call.split(" ")[1], "after");
            assertThat(reply.status()).as(call).isEqualTo(501);
            assertThat(text(reply))
                    .as(call)
                    .contains(
                            "<Code>NotImplemented</Code>",
                            call.replaceFirst(".*\\?", "").replaceFirst("=.*", ""));
        }
        for (String header : List.of(
                "if-match",
                "if-none-match",
                "Content-MD5",
                "x-amz-checksum-sha1",
                "x-amz-copy-source",
                "x-amz-acl",
                "x-amz-tagging",
                "x-amz-storage-class",
                "x-amz-meta-a",
                "cache-control",
                "content-encoding",
                "x-amz-object-lock-mode",
                "x-amz-write-offset-bytes")) {
            HttpReply reply = call("PUT", "/" + assets + "/k", Map.of(header, "a"), new byte[0]);
            assertThat(reply.status()).as(header).isEqualTo(501);
            assertThat(text(reply)).contains(header);
        }
        assertThat(text(call("GET", "/" + assets + "/k", ""))).isEqualTo("before");
    }

    @Test
    void anObjectIsGivenOnlyIfItIsTheOneThatIsMeant() {
        String etag = put("k", "0123456789");
        assertThat(call("GET", "/" + assets + "/k", Map.of("If-Match", etag), new byte[0])
                        .status())
                .isEqualTo(200);
        assertThat(text(call("GET", "/" + assets + "/k", Map.of("If-Match", "\"other\""), new byte[0])))
                .contains("<Code>PreconditionFailed</Code>");
    }

    @Test
    void aWrongOwnerIsRefused() {
        Map.of("111111111111", 403, "000000000000", 200).forEach((owner, status) -> {
            Map<String, String> header = Map.of("x-amz-expected-bucket-owner", owner);
            assertThat(call("PUT", "/" + assets + "/k", header, new byte[1]).status())
                    .isEqualTo(status);
        });
    }

    @Test
    void aKeyHas1024BytesAtMost() {
        assertThat(text(call("PUT", "/" + assets + "/" + "%C3%A4".repeat(513), "x")))
                .contains("<Code>KeyTooLongError</Code>", "Your key is too long", "<Size>1026</Size>");
    }

    @Test
    void namesInAListingAreEncodedIfThatIsAskedFor() {
        put("a%20b/%C3%A4", "x");
        assertThat(text(call("GET", "/" + assets + "?list-type=2&encoding-type=url", "")))
                .contains("<Key>a+b/%C3%A4</Key>", "<EncodingType>url</EncodingType>");
        for (String token : List.of("", "_", "bad", "badd")) {
            assertThat(text(call("GET", "/" + assets + "?list-type=2&continuation-token=" + token, "")))
                    .contains("The continuation token provided is incorrect");
        }
    }

    @Test
    void aListingHasFoldersAndPages() {
        List.of("a/1", "a/2", "b", "c").forEach(key -> put(key, "x"));
        assertThat(text(call("GET", "/" + assets + "?list-type=2&prefix=b", "")))
                .as("recorded on AWS: test_s3_list_objects_timestamp_precision of LocalStack's suite for S3")
                .containsPattern("<LastModified>[-\\d]+T[:\\d]{8}\\.000Z</LastModified>");
        String first = text(call("GET", "/" + assets + "?list-type=2&delimiter=/&max-keys=2", ""));
        assertThat(first)
                .contains("<CommonPrefixes><Prefix>a/</Prefix>", "<Key>b</Key>", "<IsTruncated>true")
                .doesNotContain("<Key>c</Key>");
        String token = first.replaceFirst("(?s).*<NextContinuationToken>", "").replaceFirst("(?s)<.*", "");
        String second = text(call("GET", "/" + assets + "?list-type=2&delimiter=/&continuation-token=" + token, ""));
        assertThat(second)
                .contains("<Key>c</Key>", "<IsTruncated>false", "<ContinuationToken>" + token + "</ContinuationToken>")
                .doesNotContain("a/", "<Key>b</Key>");
    }

    /** As recorded on AWS: test_s3_uppercase_key_names, test_get_object_no_such_bucket of LocalStack's suite for S3. */
    @Test
    void whatIsNotThereIsAnErrorInS3sXml() {
        assertThat(text(call("GET", "/" + assets + "/nope", "")))
                .contains("<Code>NoSuchKey</Code>", "<Key>nope</Key>")
                .doesNotContain("<Resource>");
        assertThat(text(call("GET", "/nope?list-type=2", "")))
                .contains("<Code>NoSuchBucket</Code>", "<BucketName>nope</BucketName>");
        assertThat(text(call("GET", "/" + assets + "?lifecycle", ""))).contains("<Code>NotImplemented</Code>");
    }
}
