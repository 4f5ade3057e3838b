package workshop.cloud.s3;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.eclipse.jetty.util.IO;
import workshop.cloud.AwsError;

/** A bucket: its objects, with their bytes in a temporary folder that goes away with the account. */
final class Bucket implements AutoCloseable {
    private static final long MAX_UNZIPPED = 262_144_000;

    final String name;
    final Instant createdAt = Instant.now();
    final NavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>();
    private final Path folder;
    private final Map<String, Path> unzipped = new ConcurrentHashMap<>();

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

    Bucket(String name) {
        this.name = name;
        try {
            folder = Files.createTempDirectory("local-cloud-s3-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder for the objects of S3", e);
        }
    }

    StoredObject object(String key) {
        return Optional.ofNullable(objects.get(key))
                .orElseThrow(() -> S3.missing("NoSuchKey", "The specified key does not exist.", "Key", key));
    }

    StoredObject put(String key, byte[] bytes, String contentType, Map<String, String> checksums, String etag) {
        Path file = folder.resolve(UUID.randomUUID().toString());
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't keep the object " + key, e);
        }
        return put(new StoredObject(key, etag, bytes.length, Instant.now(), contentType, checksums, file, false));
    }

    StoredObject put(StoredObject object) {
        Optional.ofNullable(objects.put(object.key, object)).ifPresent(Bucket::deleteFile);
        return object;
    }

    void remove(String key) {
        Optional.ofNullable(objects.remove(key)).ifPresent(Bucket::deleteFile);
    }

    private static void deleteFile(StoredObject object) {
        if (!object.isFolder) {
            try {
                Files.deleteIfExists(object.file);
            } catch (IOException e) {
                throw new UncheckedIOException("Can't delete the object " + object.key, e);
            }
        }
    }

    byte[] read(StoredObject object) {
        if (object.isFolder()) {
            throw AwsError.of(
                    "InvalidObjectState", object.key() + " is a folder that was deployed without being zipped");
        }
        try {
            return Files.readAllBytes(object.file());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the object " + object.key(), e);
        }
    }

    /** The folder with what is in a zip, which is the same for objects with the same bytes; throws if that is too much. */
    Path unzipped(StoredObject object) {
        Path code = object.isFolder() ? object.file() : unzipped.computeIfAbsent(object.etag(), etag -> unzip(object));
        if (size(code.toFile()) >= MAX_UNZIPPED) {
            throw AwsError.validation("Unzipped size must be smaller than " + MAX_UNZIPPED + " bytes");
        }
        return code;
    }

    private Path unzip(StoredObject object) {
        Path target = folder.resolve("unzipped-" + UUID.randomUUID());
        try (InputStream in = Files.newInputStream(object.file());
                ZipInputStream zip = new ZipInputStream(in)) {
            Files.createDirectory(target);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw AwsError.validation(object.key() + " has an entry outside of its folder: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (!entry.isDirectory()) {
                    Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw AwsError.validation("Could not unzip " + object.key() + ": " + e.getMessage());
        }
        if (target.toFile().list().length == 0) {
            throw AwsError.validation(
                    "Could not unzip uploaded file. Please check your file, then try to upload again.");
        }
        return target;
    }

    /** What this runs in may remove what is temporary, too, perhaps at the same moment. */
    @Override
    public void close() {
        IO.delete(folder.toFile());
        if (Files.exists(folder)) {
            throw new IllegalStateException("Can't remove the temporary folder " + folder);
        }
    }

    private static long size(File file) {
        Stream<File> inside = Stream.ofNullable(file.listFiles()).flatMap(Stream::of);
        return file.isFile() ? file.length() : inside.mapToLong(Bucket::size).sum();
    }
}
