package workshop.cloud.s3;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import workshop.cloud.Digest;
import workshop.cloud.Options;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.Xml;
import workshop.cloud.s3.Bucket.StoredObject;
import workshop.cloud.s3.S3Operation.Call;
import workshop.cloud.shape.Members;

/** The operations on buckets. */
record BucketApi(S3 s3) {
    static final Members IN_BUCKET =
            Members.of(required("Bucket", text()), optional("x-amz-expected-bucket-owner", text(12, 12, "\\d{12}")));

    private static final int PAGE = 1000;

    List<S3Operation> operations() {
        Members from = IN_BUCKET.and(optional("prefix", text()), optional("delimiter", text()));
        Members page = from.and(optional("max-keys", whole()), optional("continuation-token", text()));
        Members list = page.and(optional("encoding-type", oneOf("url")));
        return List.of(
                new S3Operation("ListBuckets", "GET /", Members.NONE, this::buckets),
                new S3Operation("HeadBucket", "HEAD /Bucket", IN_BUCKET, this::head),
                new S3Operation("ListObjectsV2", "GET /Bucket?list-type=2", list, this::list),
                new S3Operation("GetBucketLocation", "GET /Bucket?location", IN_BUCKET, this::location),
                new S3Operation("GetBucketEncryption", "GET /Bucket?encryption", IN_BUCKET, this::encryption));
    }

    private HttpReply buckets(Call call) {
        s3.authorize(call, "ListAllMyBuckets", "");
        Consumer<Xml> bucket = xml -> xml.element("Name", s3.assets.name)
                .element("CreationDate", time(s3.assets.createdAt))
                .element("BucketArn", "arn:aws:s3:::" + s3.assets.name);
        String owner = Digest.hex("SHA-256", s3.assets.name.getBytes(StandardCharsets.UTF_8));
        return S3.xml(
                "ListAllMyBucketsResult",
                xml -> xml.element("Owner", its -> its.element("ID", owner))
                        .element("Buckets", all -> all.element("Bucket", bucket)));
    }

    private HttpReply head(Call call) {
        s3.bucket(call, "ListBucket");
        return HttpReply.empty(200)
                .withHeader("x-amz-bucket-region", Options.REGION)
                .withHeader("x-amz-bucket-arn", "arn:aws:s3:::" + call.get("Bucket"))
                .withHeader("x-amz-access-point-alias", "false");
    }

    private HttpReply location(Call call) {
        s3.bucket(call, "GetBucketLocation");
        return S3.xml("LocationConstraint", xml -> {}); // as AWS writes us-east-1
    }

    private HttpReply encryption(Call call) {
        s3.bucket(call, "GetEncryptionConfiguration");
        Consumer<Xml> rule =
                xml -> xml.element("ApplyServerSideEncryptionByDefault", by -> by.element("SSEAlgorithm", "AES256"))
                        .element("BucketKeyEnabled", false);
        return S3.xml("ServerSideEncryptionConfiguration", xml -> xml.element("Rule", rule));
    }

    /** The token is the last key of the page before. */
    private HttpReply list(Call call) {
        Bucket bucket = s3.bucket(call, "ListBucket");
        String delimiter = call.input().path("delimiter").asText(null);
        String token = call.input().path("continuation-token").asText(null);
        String encoding = call.input().path("encoding-type").asText(null);
        int limit = Math.min(PAGE, call.input().path("max-keys").asInt(PAGE));
        if (limit < 0) {
            String range = "Argument maxKeys must be an integer between 0 and 2147483647";
            throw S3Operation.invalid("maxKeys", String.valueOf(limit), range);
        }
        Listing listing = Listing.of(
                bucket, call.get("prefix"), call.get("delimiter"), token == null ? "" : decoded(token), limit);
        int count = listing.objects().size() + listing.folders().size();
        UnaryOperator<String> name = encoding == null
                ? UnaryOperator.identity()
                : key -> URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
        return S3.xml("ListBucketResult", xml -> {
            xml.element("Name", bucket.name)
                    .element("Prefix", name.apply(call.get("prefix")))
                    .element("MaxKeys", limit)
                    .element("KeyCount", count)
                    .element("IsTruncated", listing.last() != null)
                    .element("Delimiter", delimiter == null ? null : name.apply(delimiter))
                    .element("ContinuationToken", token)
                    .element("EncodingType", encoding)
                    .element("NextContinuationToken", listing.last() == null ? null : token(listing.last()));
            listing.objects()
                    .forEach(object -> xml.element(
                            "Contents", one -> object(one.element("Key", name.apply(object.key())), object)));
            listing.folders()
                    .forEach(folder -> xml.element("CommonPrefixes", one -> one.element("Prefix", name.apply(folder))));
        });
    }

    private static void object(Xml xml, StoredObject object) {
        xml.element("LastModified", time(object.lastModified())).element("ETag", object.quotedEtag());
        Checksum.of(object.checksums())
                .forEach(checksum -> xml.element("ChecksumAlgorithm", checksum).element("ChecksumType", "FULL_OBJECT"));
        xml.element("Size", object.size()).element("StorageClass", "STANDARD");
    }

    /** In seconds, as in the headers, but written with milliseconds. */
    private static String time(Instant when) {
        return when.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000Z");
    }

    private static String token(String key) {
        return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        if (token.matches("[\\w-]+=*") && token.length() % 4 == 0) {
            String key = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (token(key).equals(token)) {
                return key;
            }
        }
        throw S3Operation.invalid("continuation-token", null, "The continuation token provided is incorrect");
    }
}
