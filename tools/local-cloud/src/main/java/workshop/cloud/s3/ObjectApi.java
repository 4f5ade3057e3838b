package workshop.cloud.s3;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.s3.Bucket.StoredObject;
import workshop.cloud.s3.S3Operation.Call;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/** The operations on objects. */
record ObjectApi(S3 s3) {
    static final Members OBJECT = BucketApi.IN_BUCKET.and(required("Key", text()));

    /** What every object is, so it may be asked for. */
    static final Member ENCRYPTION =
            optional("x-amz-server-side-encryption", oneOf("AES256").without("aws:kms", "aws:kms:dsse", "aws:fsx"));

    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    List<S3Operation> operations() {
        Members put = OBJECT.and(Checksum.MEMBERS).and(ENCRYPTION, optional("Content-Type", text()));
        Members get = OBJECT.and(
                optional("If-Match", text()),
                optional("Range", text()),
                optional("x-amz-checksum-mode", text(0, 7, "(?i)enabled")));
        return List.of(
                new S3Operation("PutObject", "PUT /Bucket/Key", put, this::put),
                new S3Operation("GetObject", "GET /Bucket/Key", get, call -> get(call, true)),
                new S3Operation("HeadObject", "HEAD /Bucket/Key", get, call -> get(call, false)),
                new S3Operation("DeleteObject", "DELETE /Bucket/Key", OBJECT, this::delete));
    }

    private HttpReply put(Call call) {
        Bucket bucket = s3.bucket(call, "PutObject");
        Map<String, String> sent = Checksum.verified(call);
        Map<String, String> checksums = sent.isEmpty() ? Checksum.CRC64NVME.headers(call.body()) : sent;
        String md5 = S3.md5(call.body());
        bucket.put(call.get("Key"), call.body(), contentType(call), checksums, md5);
        return S3.stored(md5, checksums);
    }

    static String contentType(Call call) {
        return call.input().path("Content-Type").asText("binary/octet-stream");
    }

    private HttpReply get(Call call, boolean withBody) {
        Bucket bucket = s3.bucket(call, "GetObject");
        if (!bucket.objects.containsKey(call.get("Key"))) {
            s3.authorize(call, "ListBucket", bucket.name); // or nobody may know that it isn't there
        }
        StoredObject object = bucket.object(call.get("Key"));
        if (call.input().has("If-Match") && !object.matches(call.get("If-Match"))) {
            String message = "At least one of the pre-conditions you specified did not hold";
            throw new AwsError(412, "PreconditionFailed", message, Json.object().put("Condition", "If-Match"));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", object.quotedEtag());
        headers.put("Last-Modified", DATE.format(object.lastModified()));
        headers.put("Content-Type", object.contentType());
        headers.put("Accept-Ranges", "bytes");
        Range range = range(call.get("Range"), (int) object.size());
        if (range.to - range.from == object.size() && call.input().has("x-amz-checksum-mode")) {
            headers.putAll(object.checksums());
        }
        if (range.part) {
            headers.put("Content-Range", "bytes " + range.from + "-" + (range.to - 1) + "/" + object.size());
        }
        headers.put("Content-Length", String.valueOf(range.to - range.from));
        byte[] bytes = withBody ? Arrays.copyOfRange(bucket.read(object), range.from, range.to) : new byte[0];
        return new HttpReply(range.part ? 206 : 200, headers, bytes);
    }

    /** @param to the index after the last byte */
    private record Range(int from, int to, boolean part) {}

    /** What is no range, or several, is taken for none. */
    private static Range range(String header, int size) {
        Matcher range = RANGE.matcher(header);
        if (!range.matches() || header.endsWith("=-")) {
            return new Range(0, size, false);
        }
        boolean isLast = range.group(1).isEmpty();
        long end = range.group(2).isEmpty() ? size : Long.parseLong(range.group(2)) + 1;
        long from = isLast ? Math.max(0, size + 1 - end) : Long.parseLong(range.group(1));
        long to = isLast ? size : Math.min(size, end);
        if (from >= size) {
            ObjectNode members = Json.object().put("RangeRequested", header).put("ActualObjectSize", size);
            throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable", members);
        }
        return from >= to ? new Range(0, size, false) : new Range((int) from, (int) to, true);
    }

    private HttpReply delete(Call call) {
        s3.bucket(call, "DeleteObject").remove(call.get("Key"));
        return HttpReply.empty(204);
    }
}
