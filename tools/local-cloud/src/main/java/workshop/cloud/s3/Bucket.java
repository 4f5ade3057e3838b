package workshop.cloud.s3;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** A bucket and what is in it. */
record Bucket(String name, Instant createdAt, NavigableMap<String, StoredObject> objects) {

    /**
     * An object.
     *
     * @param etag the MD5 of its bytes in hexadecimal, without quotes
     * @param checksums those that came with it, by their headers
     * @param file where its bytes are; for a registered folder the folder itself
     */
    record StoredObject(
            String key,
            String etag,
            long size,
            Instant lastModified,
            String contentType,
            Map<String, String> checksums,
            Path file,
            boolean isFolder) {

        String quotedEtag() {
            return "\"" + etag + "\"";
        }

        /** Whether this is the object that an If-Match or If-None-Match names. */
        boolean matches(String condition) {
            return condition.equals("*") || condition.replace("\"", "").equals(etag);
        }
    }

    StoredObject object(String key) {
        return Optional.ofNullable(objects.get(key))
                .orElseThrow(() -> S3.missing("NoSuchKey", "The specified key does not exist.", "Key", key));
    }
}
