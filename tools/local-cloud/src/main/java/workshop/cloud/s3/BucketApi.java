package workshop.cloud.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Caller;

/** What is asked of buckets. */
final class BucketApi {
    private static final int PAGE = 1000;

    /** What a bucket can be asked for with {@code ?name}, besides its contents. */
    private static final Set<String> QUESTIONS = Set.of(
            "location",
            "encryption",
            "versioning",
            "policy",
            "acl",
            "tagging",
            "lifecycle",
            "cors",
            "notification",
            "publicAccessBlock",
            "ownershipControls",
            "versions",
            "uploads",
            "logging",
            "replication",
            "website");

    private final S3 s3;
    private final String region;

    BucketApi(S3 s3, String region) {
        this.s3 = s3;
        this.region = region;
    }

    HttpReply handle(Caller caller, String bucket, HttpRequest request) {
        if (bucket.isEmpty()) {
            s3.authorize(caller, "ListAllMyBuckets", "");
            return buckets();
        }
        String question = request.query().keySet().stream()
                .filter(QUESTIONS::contains)
                .findFirst()
                .orElse("");
        return switch (request.method()) {
            case "GET" -> question.isEmpty() ? list(caller, bucket, request) : answer(caller, bucket, question);
            case "HEAD" -> {
                s3.authorize(caller, "ListBucket", bucket);
                s3.bucket(bucket);
                yield HttpReply.empty(200).withHeader("x-amz-bucket-region", region);
            }
            case "PUT" -> {
                refuse(question);
                s3.authorize(caller, "CreateBucket", bucket);
                if (s3.buckets().putIfAbsent(bucket, new Bucket(bucket)) != null) {
                    throw new AwsError(409, "BucketAlreadyOwnedByYou", "The bucket is yours already: " + bucket);
                }
                yield HttpReply.empty(200).withHeader("Location", "/" + bucket);
            }
            case "DELETE" -> {
                refuse(question);
                s3.authorize(caller, "DeleteBucket", bucket);
                if (!s3.bucket(bucket).objects().isEmpty()) {
                    throw new AwsError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
                }
                s3.buckets().remove(bucket);
                yield HttpReply.empty(204);
            }
            case "POST" -> {
                if (!request.query().containsKey("delete")) {
                    throw AwsError.notHere("POST on a bucket, except ?delete");
                }
                yield deleteAll(caller, bucket, request);
            }
            default -> throw AwsError.notHere(request.method() + " on a bucket of S3");
        };
    }

    private static void refuse(String question) {
        if (!question.isEmpty()) {
            throw AwsError.notHere("a bucket's " + question + " to set");
        }
    }

    private HttpReply buckets() {
        return Xml.reply(
                "ListAllMyBucketsResult",
                xml -> xml.element(
                        "Buckets",
                        all -> s3.buckets()
                                .values()
                                .forEach(bucket -> all.element(
                                        "Bucket",
                                        one -> one.element("Name", bucket.name())
                                                .element("CreationDate", bucket.createdAt())))));
    }

    private HttpReply answer(Caller caller, String bucket, String question) {
        s3.authorize(caller, "GetBucket" + question.substring(0, 1).toUpperCase() + question.substring(1), bucket);
        s3.bucket(bucket);
        return switch (question) {
            case "location" ->
                Xml.reply("LocationConstraint", xml -> {
                    if (!region.equals("us-east-1")) { // which AWS writes as nothing
                        xml.text(region);
                    }
                });
            case "encryption" ->
                Xml.reply(
                        "ServerSideEncryptionConfiguration",
                        xml -> xml.element(
                                "Rule",
                                rule -> rule.element(
                                        "ApplyServerSideEncryptionByDefault",
                                        by -> by.element("SSEAlgorithm", "AES256"))));
            case "versioning" -> Xml.reply("VersioningConfiguration", xml -> {});
            case "policy" -> throw new AwsError(404, "NoSuchBucketPolicy", "The bucket policy does not exist");
            default -> throw AwsError.notHere("a bucket's " + question);
        };
    }

    /** Both versions of the listing; the older's marker and the newer's token are the last key of the page. */
    private HttpReply list(Caller caller, String name, HttpRequest request) {
        s3.authorize(caller, "ListBucket", name);
        Bucket bucket = s3.bucket(name);
        String prefix = request.queryParameter("prefix").orElse("");
        String delimiter = request.queryParameter("delimiter").orElse("");
        boolean second = request.queryParameter("list-type").orElse("").equals("2");
        String after = request.queryParameter(second ? "continuation-token" : "marker")
                .or(() -> request.queryParameter("start-after"))
                .orElse("");
        int most = Math.min(PAGE, number(request.queryParameter("max-keys").orElse("1000")));
        List<Bucket.StoredObject> objects = new ArrayList<>();
        Set<String> folders = new LinkedHashSet<>();
        String last = null;
        boolean truncated = false;
        for (Bucket.StoredObject object : bucket.objects().tailMap(after, false).values()) {
            if (!object.key().startsWith(prefix)) {
                continue;
            }
            int end = delimiter.isEmpty() ? -1 : object.key().indexOf(delimiter, prefix.length());
            String folder = end < 0 ? null : object.key().substring(0, end + delimiter.length());
            boolean listed = folder != null && (folders.contains(folder) || after.startsWith(folder));
            if (!listed && objects.size() + folders.size() == most) {
                truncated = true;
                break;
            }
            if (folder == null) {
                objects.add(object);
            } else if (!after.startsWith(folder)) {
                folders.add(folder);
            }
            last = object.key();
        }
        String next = truncated ? last : null;
        return Xml.reply("ListBucketResult", xml -> {
            xml.element("Name", name).element("Prefix", prefix).element("MaxKeys", most);
            xml.element("KeyCount", objects.size() + folders.size()).element("IsTruncated", next != null);
            if (next != null) {
                xml.element(second ? "NextContinuationToken" : "NextMarker", next);
            }
            objects.forEach(object -> xml.element(
                    "Contents",
                    one -> one.element("Key", object.key())
                            .element("LastModified", object.lastModified())
                            .element("ETag", "\"" + object.etag() + "\"")
                            .element("Size", object.size())
                            .element("StorageClass", "STANDARD")));
            folders.forEach(folder -> xml.element("CommonPrefixes", one -> one.element("Prefix", folder)));
        });
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new AwsError(400, "InvalidArgument", "max-keys is no number: " + text);
        }
    }

    private HttpReply deleteAll(Caller caller, String name, HttpRequest request) {
        Bucket bucket = s3.bucket(name);
        List<String> keys = keys(request.body());
        keys.forEach(key -> s3.authorize(caller, "DeleteObject", name + "/" + key));
        keys.forEach(key -> s3.remove(bucket, key));
        return Xml.reply(
                "DeleteResult", xml -> keys.forEach(key -> xml.element("Deleted", one -> one.element("Key", key))));
    }

    private static List<String> keys(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            NodeList found = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml))
                    .getElementsByTagName("Key");
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                keys.add(found.item(i).getTextContent());
            }
            return keys;
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AwsError(400, "MalformedXML", "The XML you provided was not well-formed: " + e.getMessage());
        }
    }
}
