package workshop.cloud.s3;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Parts on their way to become an object.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">Multipart upload</a>
 */
record MultipartUpload(String bucket, String key, String contentType, NavigableMap<Integer, byte[]> parts) {

    MultipartUpload(String bucket, String key, String contentType) {
        this(bucket, key, contentType, new ConcurrentSkipListMap<>());
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        parts.values().forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    /** As AWS computes it: the MD5 of the parts' MD5s, and how many they were. */
    String etag() {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        parts.values().forEach(part -> digests.writeBytes(HexFormat.of().parseHex(Store.md5(part))));
        return Store.md5(digests.toByteArray()) + "-" + parts.size();
    }
}
