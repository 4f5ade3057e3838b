package workshop.cloud.s3;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.s3.Bucket.StoredObject;
import workshop.cloud.s3.S3Operation.Call;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/**
 * The operations that store an object in parts.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">Multipart upload</a>
 */
record UploadApi(S3 s3, Map<String, MultipartUpload> uploads) {
    private static final String ALGORITHM = "x-amz-checksum-algorithm";
    private static final String TYPE = "x-amz-checksum-type";

    /** The checksum's algorithm and type only announce what the parts bring, which is verified part by part. */
    List<S3Operation> operations() {
        Members upload = ObjectApi.OBJECT.and(required("uploadId", text()));
        Member number = required("partNumber", whole(1, 10_000));
        Member type = optional(TYPE, oneOf("COMPOSITE", "FULL_OBJECT"));
        Member algorithm = optional(ALGORITHM, oneOf("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"));
        Members start = ObjectApi.OBJECT.and(optional("Content-Type", text()), ObjectApi.ENCRYPTION, algorithm, type);
        Members part = upload.and(Checksum.MEMBERS).and(number);
        return List.of(
                new S3Operation("CreateMultipartUpload", "POST /Bucket/Key?uploads", start, this::start),
                new S3Operation("UploadPart", "PUT /Bucket/Key?uploadId", part, this::part),
                new S3Operation(
                        "CompleteMultipartUpload", "POST /Bucket/Key?uploadId", upload.and(type), this::complete),
                new S3Operation("AbortMultipartUpload", "DELETE /Bucket/Key?uploadId", upload, this::abort));
    }

    private HttpReply start(Call call) {
        String bucket = s3.bucket(call, "PutObject").name;
        String algorithm = call.get(ALGORITHM);
        if (algorithm.isEmpty() && call.input().has(TYPE)) {
            throw Checksum.invalid("The " + TYPE + " header can only be used with the " + ALGORITHM + " header.");
        }
        String type = call.input().path(TYPE).asText(algorithm.equals("CRC64NVME") ? "FULL_OBJECT" : "COMPOSITE");
        if ((type + algorithm).matches("COMPOSITECRC64NVME|FULL_OBJECTSHA.*")) {
            throw Checksum.invalid("The " + type + " checksum type cannot be used with the "
                    + algorithm.toLowerCase(Locale.ROOT) + " checksum algorithm.");
        }
        String id = UUID.randomUUID().toString();
        uploads.put(id, new MultipartUpload(call.path(), ObjectApi.contentType(call), new ConcurrentSkipListMap<>()));
        HttpReply reply = S3.xml(
                "InitiateMultipartUploadResult",
                xml -> xml.element("Bucket", bucket)
                        .element("Key", call.get("Key"))
                        .element("UploadId", id));
        return algorithm.isEmpty()
                ? reply
                : reply.withHeader(ALGORITHM, algorithm).withHeader(TYPE, type);
    }

    private HttpReply part(Call call) {
        MultipartUpload upload = upload(call, "PutObject");
        HttpReply stored = S3.stored(S3.md5(call.body()), Checksum.verified(call));
        upload.parts().put(call.input().path("partNumber").asInt(), call.body());
        return stored;
    }

    private HttpReply complete(Call call) {
        MultipartUpload upload = upload(call, "PutObject")
                .completed(call.get("uploadId"), new String(call.body(), StandardCharsets.UTF_8));
        StoredObject object = s3.bucket(call.get("Bucket"))
                .put(call.get("Key"), upload.bytes(), upload.contentType(), Map.of(), upload.etag());
        uploads.remove(call.get("uploadId"));
        String encoded =
                URLEncoder.encode(call.get("Key"), StandardCharsets.UTF_8).replace("+", "%20");
        return S3.xml(
                "CompleteMultipartUploadResult",
                xml -> xml.element("Location", s3.endpoint.get() + "/" + call.get("Bucket") + "/" + encoded)
                        .element("Bucket", call.get("Bucket"))
                        .element("Key", call.get("Key"))
                        .element("ETag", object.quotedEtag()));
    }

    private HttpReply abort(Call call) {
        upload(call, "AbortMultipartUpload");
        uploads.remove(call.get("uploadId"));
        return HttpReply.empty(204);
    }

    private MultipartUpload upload(Call call, String action) {
        s3.bucket(call, action);
        return Optional.ofNullable(uploads.get(call.get("uploadId")))
                .filter(upload -> upload.path().equals(call.path()))
                .orElseThrow(() -> S3.missing(
                        "NoSuchUpload",
                        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been"
                                + " aborted or completed.",
                        "UploadId",
                        call.get("uploadId")));
    }
}
