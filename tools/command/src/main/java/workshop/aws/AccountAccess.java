package workshop.aws;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import workshop.terminal.Problem;

/**
 * The way to the account that is meant: the one of the current credentials, as the SDK and the CDK CLI find them; or the
 * local cloud, if {@code AWS_ENDPOINT_URL} names it. Its keys then are not looked for: real ones stay unused.
 */
public record AccountAccess(Optional<URI> localCloud) {
    private static final Pattern URL = Pattern.compile("https?://[\\w.:\\[\\]-]+(/\\S*)?");

    /** A proxy that is set for the world would answer for this machine. */
    private static final String NO_PROXY = Stream.of(System.getenv("NO_PROXY"), System.getenv("no_proxy"), "127.0.0.1")
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(","));

    /** What any AWS client needs for the local cloud, besides its endpoint; all keys are good there, and no profile counts. */
    private static final Map<String, String> LOCAL = Map.of(
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local",
            "AWS_REGION", "us-east-1",
            "AWS_CONFIG_FILE", "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
            "NO_PROXY", NO_PROXY,
            "no_proxy", NO_PROXY);

    public static AccountAccess ofCredentials() {
        return new AccountAccess(Optional.empty());
    }

    public static AccountAccess ofLocalCloud(String endpoint) {
        return new AccountAccess(Optional.of(URI.create(endpoint)));
    }

    /** The one that is meant here; throws {@link Problem} if {@code AWS_ENDPOINT_URL} is no URL. */
    static AccountAccess of(Map<String, String> environment) {
        return new AccountAccess(Optional.ofNullable(environment.get("AWS_ENDPOINT_URL"))
                .filter(endpoint -> !endpoint.isBlank())
                .map(AccountAccess::url)
                .filter(AccountAccess::isThisMachine));
    }

    private static URI url(String endpoint) {
        if (!URL.matcher(endpoint).matches()) {
            throw new Problem(
                    "AWS_ENDPOINT_URL is " + endpoint + ", which is no URL.",
                    "The local cloud's is http://127.0.0.1:4566. To go to AWS: unset AWS_ENDPOINT_URL");
        }
        return URI.create(endpoint);
    }

    private static boolean isThisMachine(URI endpoint) {
        try {
            return InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    Optional<String> region() {
        if (localCloud.isPresent()) {
            return Optional.of(LOCAL.get("AWS_REGION"));
        }
        try {
            return Optional.of(
                    DefaultAwsRegionProviderChain.builder().build().getRegion().id());
        } catch (SdkClientException none) {
            return Optional.empty();
        }
    }

    /** What a command needs in its environment to go there, besides what is in it already. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(localCloud.isPresent() ? LOCAL : Map.of());
        localCloud.ifPresent(endpoint -> environment.put("AWS_ENDPOINT_URL", endpoint.toString()));
        return environment;
    }

    /** A client of one of its services; without a region it is for STS, which says in each who one is. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        builder.httpClientBuilder(UrlConnectionHttpClient.builder()
                .proxyConfiguration(proxy -> proxy.useEnvironmentVariablesValues(localCloud.isEmpty())));
        builder.region(region().map(Region::of).orElse(Region.US_EAST_1));
        localCloud.ifPresent(endpoint -> builder.endpointOverride(endpoint)
                .overrideConfiguration(
                        its -> its.defaultProfileFile(ProfileFile.aggregator().build()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        LOCAL.get("AWS_ACCESS_KEY_ID"), LOCAL.get("AWS_SECRET_ACCESS_KEY")))));
        return builder.build();
    }
}
