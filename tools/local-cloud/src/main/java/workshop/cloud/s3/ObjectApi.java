package workshop.cloud.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Caller;

/** What is asked of objects. */
final class ObjectApi {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final S3 s3;

    ObjectApi(S3 s3) {
        this.s3 = s3;
    }

    HttpReply handle(Caller caller, String bucket, String key, HttpRequest request) {
        Map<String, ?> query = request.query();
        String call = request.method()
                + (query.containsKey("uploads") ? " uploads" : "")
                + (query.containsKey("uploadId") ? " uploadId" : "");
        for (String unknown : new String[] {"tagging", "acl", "versionId", "retention", "legal-hold", "attributes"}) {
            if (query.containsKey(unknown)) {
                throw AwsError.notHere("an object's " + unknown);
            }
        }
        boolean writes = request.method().equals("PUT") || request.method().equals("POST");
        String action = writes ? "PutObject" : request.method().equals("DELETE") ? "DeleteObject" : "GetObject";
        s3.authorize(caller, call.equals("DELETE uploadId") ? "AbortMultipartUpload" : action, bucket + "/" + key);
        Bucket in = s3.bucket(bucket);
        return switch (call) {
            case "PUT" ->
                request.header("x-amz-copy-source").isPresent()
                        ? copy(caller, in, key, request)
                        : put(in, key, request);
            case "GET" -> get(s3.object(in, key), request, true);
            case "HEAD" -> get(s3.object(in, key), request, false);
            case "DELETE" -> {
                s3.remove(in, key);
                yield HttpReply.empty(204);
            }
            case "POST uploads" -> start(in, key, request);
            case "PUT uploadId" ->
                request.header("x-amz-copy-source").isPresent() ? copyPart(caller, request) : part(request);
            case "POST uploadId" -> complete(in, key, request);
            case "DELETE uploadId" -> {
                s3.uploads().remove(uploadId(request));
                yield HttpReply.empty(204);
            }
            default -> throw AwsError.notHere(call + " on an object of S3");
        };
    }

    private HttpReply put(Bucket bucket, String key, HttpRequest request) {
        if (request.header("If-None-Match").orElse("").equals("*")
                && bucket.object(key).isPresent()) {
            throw new AwsError(
                    412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }
        Bucket.StoredObject object = s3.store().put(key, AwsChunked.body(request), contentType(request));
        s3.replace(bucket, object);
        return HttpReply.empty(200).withHeader("ETag", "\"" + object.etag() + "\"");
    }

    private static String contentType(HttpRequest request) {
        return request.header("Content-Type").orElse("binary/octet-stream");
    }

    private HttpReply copy(Caller caller, Bucket bucket, String key, HttpRequest request) {
        Bucket.StoredObject original = source(caller, request);
        Bucket.StoredObject copy =
                s3.store().put(key, s3.store().read(original), original.contentType(), original.etag());
        s3.replace(bucket, copy);
        return Xml.reply(
                "CopyObjectResult",
                xml -> xml.element("ETag", "\"" + copy.etag() + "\"").element("LastModified", copy.lastModified()));
    }

    private Bucket.StoredObject source(Caller caller, HttpRequest request) {
        String source = URLDecoder.decode(request.header("x-amz-copy-source").orElseThrow(), StandardCharsets.UTF_8)
                .replaceFirst("^/", "");
        int slash = source.indexOf('/');
        if (slash < 0) {
            throw new AwsError(400, "InvalidArgument", "x-amz-copy-source must be bucket/key: " + source);
        }
        s3.authorize(caller, "GetObject", source);
        return s3.object(s3.bucket(source.substring(0, slash)), source.substring(slash + 1));
    }

    private HttpReply copyPart(Caller caller, HttpRequest request) {
        byte[] bytes = s3.store().read(source(caller, request));
        Matcher range = RANGE.matcher(request.header("x-amz-copy-source-range").orElse(""));
        if (range.matches()) {
            int to = Math.min(bytes.length, Integer.parseInt(range.group(2)) + 1);
            bytes = Arrays.copyOfRange(bytes, Integer.parseInt(range.group(1)), to);
        }
        String etag = keep(request, bytes);
        return Xml.reply("CopyPartResult", xml -> xml.element("ETag", etag));
    }

    private HttpReply get(Bucket.StoredObject object, HttpRequest request, boolean withBody) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", object.contentType());
        headers.put("ETag", "\"" + object.etag() + "\"");
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        object.lastModified().atOffset(ZoneOffset.UTC)));
        headers.put("Accept-Ranges", "bytes");
        if (!withBody) {
            headers.put("Content-Length", String.valueOf(object.size()));
            return new HttpReply(200, headers, new byte[0]);
        }
        byte[] bytes = s3.store().read(object);
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return new HttpReply(200, headers, bytes);
        }
        int from = range.group(1).isEmpty()
                ? Math.max(0, bytes.length - Integer.parseInt(range.group(2)))
                : Integer.parseInt(range.group(1));
        int to = range.group(1).isEmpty() || range.group(2).isEmpty()
                ? bytes.length - 1
                : Math.min(bytes.length - 1, Integer.parseInt(range.group(2)));
        if (from > to) {
            throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable");
        }
        headers.put("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
        return new HttpReply(206, headers, Arrays.copyOfRange(bytes, from, to + 1));
    }

    private HttpReply start(Bucket bucket, String key, HttpRequest request) {
        String id = UUID.randomUUID().toString();
        s3.uploads().put(id, new MultipartUpload(bucket.name(), key, contentType(request)));
        return Xml.reply(
                "InitiateMultipartUploadResult",
                xml -> xml.element("Bucket", bucket.name()).element("Key", key).element("UploadId", id));
    }

    private HttpReply part(HttpRequest request) {
        return HttpReply.empty(200).withHeader("ETag", keep(request, AwsChunked.body(request)));
    }

    private String keep(HttpRequest request, byte[] part) {
        String number = request.queryParameter("partNumber").orElse("");
        if (!number.matches("\\d{1,5}")) {
            throw new AwsError(400, "InvalidArgument", "partNumber must be from 1 to 10000, it is \"" + number + "\"");
        }
        upload(request).parts().put(Integer.valueOf(number), part);
        return "\"" + Store.md5(part) + "\"";
    }

    private HttpReply complete(Bucket bucket, String key, HttpRequest request) {
        MultipartUpload upload = upload(request);
        Bucket.StoredObject object = s3.store().put(key, upload.bytes(), upload.contentType(), upload.etag());
        s3.replace(bucket, object);
        s3.uploads().remove(uploadId(request));
        return Xml.reply(
                "CompleteMultipartUploadResult",
                xml -> xml.element("Bucket", bucket.name())
                        .element("Key", key)
                        .element("ETag", "\"" + object.etag() + "\""));
    }

    private static String uploadId(HttpRequest request) {
        return request.queryParameter("uploadId").orElse("");
    }

    private MultipartUpload upload(HttpRequest request) {
        MultipartUpload upload = s3.uploads().get(uploadId(request));
        if (upload == null) {
            throw new AwsError(404, "NoSuchUpload", "The specified multipart upload does not exist");
        }
        return upload;
    }
}
