package workshop.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.AwsError;
import workshop.cloud.Names;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Iam;

class S3Test {
    private final Names names = new Names("us-east-1", "000000000000");
    private final Iam iam = new Iam(names);
    private final S3 s3 = new S3(names, iam);
    private final String assets = s3.assetBucket();

    @AfterEach
    void close() {
        s3.close();
    }

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
        headers.forEach((name, value) -> all.put(name.toLowerCase(), List.of(value)));
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

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void theAssetBucketAnswersWhatTheCdkAsks() {
        assertThat(text(call("GET", "/" + assets + "?location", ""))).contains("<LocationConstraint");
        assertThat(text(call("GET", "/" + assets + "?encryption", ""))).contains("AES256");
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
        HttpReply part = call("GET", "/" + assets + "/k", Map.of("Range", "bytes=2-4"), new byte[0]);
        assertThat(part.status()).isEqualTo(206);
        assertThat(text(part)).isEqualTo("234");
        assertThat(text(call("GET", "/" + assets + "/k", Map.of("Range", "bytes=-3"), new byte[0])))
                .isEqualTo("789");
        assertThat(call("GET", "/" + assets + "/k", Map.of("Range", "bytes=10-"), new byte[0])
                        .status())
                .isEqualTo(416);
    }

    @Test
    void aChunkedBodyIsStoredWithoutItsSignaturesAndChecksums() {
        String body = "5;chunk-signature=abc\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
        call(
                "PUT",
                "/" + assets + "/k",
                Map.of("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
                body.getBytes(StandardCharsets.UTF_8));
        assertThat(text(call("GET", "/" + assets + "/k", ""))).isEqualTo("hello!");
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

    @Test
    void partsBecomeOneObjectInTheirOrder() {
        String started = text(call("POST", "/" + assets + "/k?uploads", ""));
        String id = started.replaceFirst("(?s).*<UploadId>", "").replaceFirst("(?s)<.*", "");
        call("PUT", "/" + assets + "/k?partNumber=2&uploadId=" + id, "world");
        call("PUT", "/" + assets + "/k?partNumber=1&uploadId=" + id, "hello ");
        assertThat(call("GET", "/" + assets + "/k", "").status()).isEqualTo(404);
        assertThat(text(call("POST", "/" + assets + "/k?uploadId=" + id, ""))).contains("-2\"</ETag>");
        assertThat(text(call("GET", "/" + assets + "/k", ""))).isEqualTo("hello world");
    }

    @Test
    void aPartCanBeCopiedFromAnotherObject() {
        put("source", "0123456789");
        String started = text(call("POST", "/" + assets + "/k?uploads", ""));
        String id = started.replaceFirst("(?s).*<UploadId>", "").replaceFirst("(?s)<.*", "");
        call(
                "PUT",
                "/" + assets + "/k?partNumber=1&uploadId=" + id,
                Map.of("x-amz-copy-source", assets + "/source", "x-amz-copy-source-range", "bytes=3-5"),
                new byte[0]);
        call("POST", "/" + assets + "/k?uploadId=" + id, "");
        assertThat(text(call("GET", "/" + assets + "/k", ""))).isEqualTo("345");
    }

    @Test
    void aListingHasFoldersAndPages() {
        List.of("a/1", "a/2", "b", "c").forEach(key -> put(key, "x"));
        String first = text(call("GET", "/" + assets + "?list-type=2&delimiter=/&max-keys=2", ""));
        assertThat(first)
                .contains("<CommonPrefixes><Prefix>a/</Prefix>", "<Key>b</Key>", "<IsTruncated>true")
                .doesNotContain("<Key>c</Key>");
        String token = first.replaceFirst("(?s).*<NextContinuationToken>", "").replaceFirst("(?s)<.*", "");
        String second = text(call("GET", "/" + assets + "?list-type=2&delimiter=/&continuation-token=" + token, ""));
        assertThat(second).contains("<Key>c</Key>", "<IsTruncated>false").doesNotContain("a/", "<Key>b</Key>");
    }

    @Test
    void whatIsNotThereIsAnErrorInS3sXml() {
        assertThat(text(call("GET", "/" + assets + "/nope", ""))).contains("<Code>NoSuchKey</Code>");
        assertThat(text(call("GET", "/nope?list-type=2", ""))).contains("<Code>NoSuchBucket</Code>");
        assertThat(text(call("GET", "/" + assets + "?lifecycle", ""))).contains("<Code>NotImplemented</Code>");
    }

    @Test
    void aBucketThatIsNotEmptyStays() {
        put("k", "x");
        assertThat(call("DELETE", "/" + assets, "").status()).isEqualTo(409);
        call("POST", "/" + assets + "?delete", "<Delete><Object><Key>k</Key></Object></Delete>");
        assertThat(call("DELETE", "/" + assets, "").status()).isEqualTo(204);
    }

    @Test
    void aZippedObjectIsUnpackedOnceForTheSameBytes() throws IOException {
        byte[] zip = zip(Map.of("lib/a.jar", "jar"));
        call("PUT", "/" + assets + "/code.zip", Map.of(), zip);
        Path folder = s3.unzipped(assets, "code.zip");
        assertThat(folder.resolve("lib/a.jar")).hasContent("jar");
        call("PUT", "/" + assets + "/same.zip", Map.of(), zip);
        assertThat(s3.unzipped(assets, "same.zip")).isEqualTo(folder);
        call("PUT", "/" + assets + "/code.zip", Map.of(), zip(Map.of("lib/a.jar", "new")));
        assertThat(s3.unzipped(assets, "code.zip").resolve("lib/a.jar")).hasContent("new");
    }

    @Test
    void aZipThatReachesOutOfItsFolderIsRefused(@TempDir Path outside) throws IOException {
        call("PUT", "/" + assets + "/evil.zip", Map.of(), zip(Map.of("../../evil.txt", "x")));
        assertThatThrownBy(() -> s3.unzipped(assets, "evil.zip"))
                .isInstanceOf(AwsError.class)
                .hasMessageContaining("../../evil.txt");
        put("text.zip", "no zip");
        assertThatThrownBy(() -> s3.unzipped(assets, "text.zip")).hasMessageContaining("no zip file");
    }

    @Test
    void aRegisteredFolderIsUsedAsItIs(@TempDir Path folder) {
        s3.putFolder(assets, "asset.zip", folder);
        assertThat(s3.unzipped(assets, "asset.zip")).isEqualTo(folder);
        call("DELETE", "/" + assets + "/asset.zip", "");
        assertThat(folder).exists();
    }

    @Test
    void theTemporaryFolderGoesAwayWithTheAccount() throws IOException {
        S3 other = new S3(names, iam);
        other.handle(
                iam.owner(),
                new HttpRequest("PUT", "/" + assets + "/k.zip", Map.of(), Map.of(), zip(Map.of("a", "x"))));
        Path folder = other.unzipped(assets, "k.zip").getParent();
        assertThat(Files.isDirectory(folder)).isTrue();
        other.close();
        assertThat(folder).doesNotExist();
    }
}
