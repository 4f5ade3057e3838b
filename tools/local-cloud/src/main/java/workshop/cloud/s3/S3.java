package workshop.cloud.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Digest;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.gateway.ErrorReply;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.gateway.Xml;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.s3.S3Operation.Call;
import workshop.cloud.shape.Members;

/**
 * S3 with path-style addresses. The bucket that {@code cdk bootstrap} makes for assets is there from the start.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">S3
 *     API</a>
 */
public final class S3 implements Service, AutoCloseable {
    private final Iam iam;
    final Supplier<String> endpoint;
    final Bucket assets = new Bucket("cdk-hnb659fds-assets-" + Options.ACCOUNT_ID + "-" + Options.REGION);
    private final List<S3Operation> operations;

    /** @param endpoint the account's URL, asked for once it is open */
    public S3(Iam iam, Supplier<String> endpoint) {
        this.iam = iam;
        this.endpoint = endpoint;
        this.operations = Stream.of(
                        new BucketApi(this).operations(),
                        new UploadApi(this, new ConcurrentHashMap<>()).operations(),
                        new ObjectApi(this).operations())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The folder with what is in a zipped object, or the folder that was put there.
     *
     * @throws AwsError what Lambda says of an object that is not there, or is no zip
     */
    public Path unzipped(String bucket, String key) {
        try {
            Bucket its = bucket(bucket);
            return its.unzipped(its.object(key));
        } catch (AwsError e) {
            boolean isMissing = e.code().startsWith("NoSuch");
            String what = "Error occurred while GetObject. S3 Error Code: " + e.code() + ". S3 Error Message: ";
            throw AwsError.of("InvalidParameterValueException", (isMissing ? what : "") + e.getMessage());
        }
    }

    /** The text of an object, by its bucket and its key, as they are in a URL. */
    public String text(String path) {
        String[] parts = decode(path).split("/", 2);
        Bucket bucket = bucket(parts[0]);
        return new String(bucket.read(bucket.object(parts[1])), StandardCharsets.UTF_8);
    }

    /** Registers a folder as an asset: what {@link #unzipped} gives for it is the folder itself, not a copy. */
    public void putFolder(String key, Path folder) {
        String etag = md5(folder.toString().getBytes(StandardCharsets.UTF_8));
        assets.put(new Bucket.StoredObject(key, etag, 0, Instant.now(), "", Map.of(), folder, true));
    }

    @Override
    public Map<String, Members> members() {
        return operations.stream().collect(Collectors.toMap(S3Operation::name, S3Operation::members));
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        String[] parts = request.path().split("/", 3);
        String bucket = decode(parts.length > 1 ? parts[1] : "");
        String key = decode(parts.length > 2 ? parts[2] : "");
        try {
            HttpReply reply = S3Operation.find(operations, bucket, key, request)
                    .call(caller, bucket, key, request)
                    .withHeader(HttpReply.S3_REQUEST_ID, ErrorReply.s3RequestId());
            boolean ofObject = !key.isEmpty() && !request.method().equals("DELETE");
            return ofObject ? reply.withHeader(ObjectApi.ENCRYPTION.name(), "AES256") : reply;
        } catch (AwsError e) {
            AwsError error = e.code().equals("AccessDeniedException")
                    ? new AwsError(
                            403, e.code(), e.getMessage().replaceFirst("(arn:aws:s3:.*)( because | with )", "\"$1\"$2"))
                    : e;
            HttpReply reply = ErrorReply.s3(error);
            return request.method().equals("HEAD")
                    ? new HttpReply(error.status(), reply.headers(), new byte[0])
                    : reply;
        }
    }

    private static String decode(String undecoded) {
        return URLDecoder.decode(undecoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Asks the caller's policies, and whether the bucket is the account's if the caller names an owner. */
    void authorize(Call call, String action, String bucketAndKey) {
        iam.authorize(call.caller(), "s3:" + action, bucketAndKey.isEmpty() ? "*" : "arn:aws:s3:::" + bucketAndKey);
        String owner = call.get("x-amz-expected-bucket-owner");
        if (!owner.isEmpty() && !owner.equals(Options.ACCOUNT_ID)) {
            throw new AwsError(403, "AccessDenied", "Access Denied");
        }
    }

    static HttpReply xml(String root, Consumer<Xml> content) {
        return HttpReply.of(
                200, "application/xml", Xml.document(root, "http://s3.amazonaws.com/doc/2006-03-01/", content));
    }

    /** What is answered to who stored an object, or a part of one. */
    static HttpReply stored(String md5, Map<String, String> checksums) {
        return new HttpReply(200, checksums, new byte[0]).withHeader("ETag", "\"" + md5 + "\"");
    }

    static AwsError missing(String code, String message, String member, String value) {
        return new AwsError(404, code, message, Json.object().put(member, value));
    }

    /** The bucket that a call is about, or whose object, if the caller may do that. */
    Bucket bucket(Call call, String action) {
        authorize(call, action, call.path());
        return bucket(call.get("Bucket"));
    }

    Bucket bucket(String name) {
        if (!name.equals(assets.name)) {
            throw missing("NoSuchBucket", "The specified bucket does not exist", "BucketName", name);
        }
        return assets;
    }

    static String md5(byte[] bytes) {
        return Digest.hex("MD5", bytes);
    }

    @Override
    public void close() {
        assets.close();
    }
}
