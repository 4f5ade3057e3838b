package workshop.cloud.s3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** Parts on their way to become the object at a path, {@code bucket/key}, by their numbers. */
record MultipartUpload(String path, String contentType, NavigableMap<Integer, byte[]> parts) {
    private static final int MIN_PART = 5 << 20;
    private static final Pattern PART = Pattern.compile("<Part>.*?</Part>", Pattern.DOTALL);

    /** With those of its parts only that the body of a request to complete it lists. */
    MultipartUpload completed(String uploadId, String xml) {
        NavigableMap<Integer, byte[]> chosen = new TreeMap<>();
        Matcher listed = PART.matcher(xml);
        while (listed.find()) {
            String part = listed.group();
            int number = Integer.parseInt(
                    "0" + part.replaceFirst("(?s).*<PartNumber>\\s*(\\d{1,5})\\s*</PartNumber>.*|.*", "$1"));
            byte[] bytes = parts.get(number);
            ObjectNode its = Json.object()
                    .put("UploadId", uploadId)
                    .put("PartNumber", number)
                    .put("ETag", part.replaceFirst("(?s).*<ETag>[\\s\"]*([^<&\"\\s]*).*|.*", "$1"));
            if (bytes == null || !part.contains(S3.md5(bytes)) || !Checksum.areOf(bytes, part)) {
                throw new AwsError(
                        400,
                        "InvalidPart",
                        "One or more of the specified parts could not be found.  The part may not have been uploaded, or"
                                + " the specified entity tag may not match the part's entity tag.",
                        its);
            }
            if (!chosen.isEmpty() && chosen.lastKey() >= number) {
                throw new AwsError(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.",
                        its.retain("UploadId"));
            }
            if (!chosen.isEmpty() && chosen.lastEntry().getValue().length < MIN_PART) {
                throw AwsError.of("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
            }
            chosen.put(number, bytes);
        }
        if (chosen.isEmpty()) {
            throw xml.isEmpty()
                    ? AwsError.of("InvalidRequest", "You must specify at least one part")
                    : AwsError.of(
                            "MalformedXML",
                            "The XML you provided was not well-formed or did not validate against our published schema");
        }
        return new MultipartUpload(path, contentType, chosen);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        parts.values().forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    /** As AWS computes it: the MD5 of the parts' MD5s, and how many they were. */
    String etag() {
        String each = parts.values().stream().map(S3::md5).collect(Collectors.joining());
        return S3.md5(HexFormat.of().parseHex(each)) + "-" + parts.size();
    }
}
