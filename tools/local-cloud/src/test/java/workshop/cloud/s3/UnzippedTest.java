package workshop.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Iam;

/** The code of functions, which is stored as a zip file and used as a folder. */
class UnzippedTest {
    private final Iam iam = new Iam();

    @AutoClose
    private final S3 s3 = new S3(iam, () -> "http://localhost");

    private final String assets = s3.assets.name;

    private void put(String key, byte[] body) {
        send(s3, "PUT", key, body);
    }

    private void send(S3 to, String method, String key, byte[] body) {
        to.handle(iam.owner(), new HttpRequest(method, "/" + assets + "/" + key, Map.of(), Map.of(), body));
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
    void aZippedObjectIsUnpackedOnceForTheSameBytes() throws IOException {
        byte[] zip = zip(Map.of("lib/a.jar", "jar"));
        put("code.zip", zip);
        Path folder = s3.unzipped(assets, "code.zip");
        assertThat(folder.resolve("lib/a.jar")).hasContent("jar");
        put("same.zip", zip);
        assertThat(s3.unzipped(assets, "same.zip")).isEqualTo(folder);
        put("code.zip", zip(Map.of("lib/a.jar", "new")));
        assertThat(s3.unzipped(assets, "code.zip").resolve("lib/a.jar")).hasContent("new");
    }

    @Test
    void aZipThatReachesOutOfItsFolderIsRefused(@TempDir Path outside) throws IOException {
        put("evil.zip", zip(Map.of("../../evil.txt", "x")));
        assertThatThrownBy(() -> s3.unzipped(assets, "evil.zip"))
                .isInstanceOf(AwsError.class)
                .hasMessageContaining("../../evil.txt");
    }

    /** Recorded on AWS (LocalStack, {@code test_lambda_code_location_s3_errors} and {@code test_create_lambda_exceptions}). */
    @Test
    void whatIsNoCodeIsRefusedAsLambdaSaysIt() {
        refused(
                "nothing",
                "k.zip",
                "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket"
                        + " does not exist");
        refused(
                assets,
                "k.zip",
                "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does"
                        + " not exist.");
        put("text.zip", "no zip".getBytes(StandardCharsets.UTF_8));
        refused(assets, "text.zip", "Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    /** Recorded on AWS (LocalStack, {@code test_oversized_unzipped_lambda}). */
    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(1);
            zip.putNextEntry(new ZipEntry("zeros"));
            for (int i = 0; i < 250; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
        put("large.zip", bytes.toByteArray());
        refused(assets, "large.zip", "Unzipped size must be smaller than 262144000 bytes");
    }

    @Test
    void aRegisteredFolderThatIsTooLargeIsRefusedAsItsZipIs(@TempDir Path folder) throws IOException {
        try (RandomAccessFile zeros =
                new RandomAccessFile(folder.resolve("zeros").toFile(), "rw")) {
            zeros.setLength(262_144_000);
        }
        s3.putFolder("asset.zip", folder);
        refused(assets, "asset.zip", "Unzipped size must be smaller than 262144000 bytes");
    }

    private void refused(String bucket, String key, String message) {
        assertThatThrownBy(() -> s3.unzipped(bucket, key))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("InvalidParameterValueException"))
                .hasMessage(message);
    }

    @Test
    void aRegisteredFolderIsUsedAsItIs(@TempDir Path folder) {
        s3.putFolder("asset.zip", folder);
        assertThat(s3.unzipped(assets, "asset.zip")).isEqualTo(folder);
        send(s3, "DELETE", "asset.zip", new byte[0]);
        assertThat(folder).exists();
    }

    @Test
    void theTemporaryFolderGoesAwayWithTheAccount() throws IOException {
        S3 other = new S3(iam, () -> "http://localhost");
        send(other, "PUT", "k.zip", zip(Map.of("a", "x")));
        Path folder = other.unzipped(assets, "k.zip").getParent();
        assertThat(Files.isDirectory(folder)).isTrue();
        other.close();
        assertThat(folder).doesNotExist();
        other.close(); // as when somebody else has removed it
    }
}
