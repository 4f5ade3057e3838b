package workshop.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import workshop.terminal.Diagnosis;
import workshop.terminal.Problem;

/**
 * Whether the account can be deployed to: region, credentials, bootstrap.
 *
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html">Bootstrapping</a>
 */
public record AccountCheck(AccountAccess access, Optional<String> region) {
    /** What the templates of CDK's default synthesizer ask for. */
    private static final int BOOTSTRAP = 6;

    private static final String BOOTSTRAP_VERSION = "/cdk-bootstrap/hnb659fds/version";
    private static final String OF_PROFILE = Optional.ofNullable(System.getenv("AWS_PROFILE"))
            .map(profile -> " for the profile " + profile)
            .orElse("");
    private static final String LOG_IN =
            "With SSO: aws sso login, and export AWS_PROFILE=… in this terminal; with keys: aws configure."
                    + " More: docs/aws.md#credentials";

    public static AccountCheck ofEnvironment() {
        return of(AccountAccess.of(System.getenv()));
    }

    public static AccountCheck of(AccountAccess access) {
        return new AccountCheck(access, access.region());
    }

    /** What was looked at, in order; what depends on something that won't do is left out. */
    public List<Diagnosis> diagnoses() {
        List<Diagnosis> diagnoses = new ArrayList<>();
        access.localCloud()
                .ifPresent(endpoint -> diagnoses.add(new Diagnosis(
                        "Endpoint",
                        true,
                        endpoint + ", the local cloud: AWS_ENDPOINT_URL is set. Unset it to go to AWS",
                        "")));
        diagnoses.add(new Diagnosis(
                "Region",
                region.isPresent(),
                region.orElse("not set"),
                "export AWS_REGION=eu-central-1, or another one: docs/aws.md#region"));
        Diagnosis credentials = credentials();
        diagnoses.add(credentials);
        if (region.isPresent() && credentials.good()) {
            diagnoses.add(bootstrap(region.get()));
        }
        return diagnoses;
    }

    /** Where commands go, in a few words; throws {@link Problem} if they could not do anything there. */
    public String destination() {
        List<Diagnosis> diagnoses = diagnoses();
        diagnoses.stream().filter(diagnosis -> !diagnosis.good()).findFirst().ifPresent(diagnosis -> {
            throw new Problem(diagnosis.subject() + ": " + diagnosis.found() + ".", diagnosis.fix());
        });
        return access.localCloud()
                .map(endpoint -> "the local cloud at " + endpoint)
                .orElseGet(() -> diagnoses.stream()
                                .filter(diagnosis -> diagnosis.subject().equals("Credentials"))
                                .map(Diagnosis::found)
                                .findFirst()
                                .orElseThrow()
                        + ", region " + region.orElseThrow());
    }

    private Diagnosis credentials() {
        try (StsClient sts = access.client(StsClient.builder())) {
            GetCallerIdentityResponse identity = sts.getCallerIdentity();
            return new Diagnosis("Credentials", true, "account " + identity.account() + " as " + identity.arn(), "");
        } catch (AwsServiceException e) {
            return noCredentials(code(e).startsWith("ExpiredToken") ? "expired" : says(e), LOG_IN);
        } catch (SdkClientException e) {
            // AWS was not even asked: there are none, an SSO login is over, or nobody answers.
            String message = String.valueOf(e.getMessage());
            if (message.contains("Unable to load credentials")) {
                return noCredentials("none found" + OF_PROFILE, LOG_IN);
            }
            if (message.contains("expired")) {
                return noCredentials("expired", LOG_IN);
            }
            return noCredentials(
                    "can't be checked: " + says(e),
                    access.localCloud().isPresent()
                            ? "Is it running? ./workshop up. To go to AWS instead: unset AWS_ENDPOINT_URL"
                            : "Check the network, and AWS_PROFILE.");
        } catch (IllegalArgumentException e) {
            return noCredentials("can't be read: " + e.getMessage(), "Fix ~/.aws/config or ~/.aws/credentials.");
        }
    }

    private static Diagnosis noCredentials(String found, String fix) {
        return new Diagnosis("Credentials", false, found, fix);
    }

    private Diagnosis bootstrap(String region) {
        String fix = "npx cdk bootstrap, in solution; once per account and region: docs/aws.md#bootstrap";
        try (SsmClient ssm = access.client(SsmClient.builder())) {
            String version = ssm.getParameter(get -> get.name(BOOTSTRAP_VERSION))
                    .parameter()
                    .value();
            boolean enough = version.matches("\\d{1,6}") && Integer.parseInt(version) >= BOOTSTRAP;
            String found = "version " + version + (enough ? "" : ", at least " + BOOTSTRAP + " is needed");
            return new Diagnosis("Bootstrap", enough, found, fix);
        } catch (AwsServiceException e) {
            boolean missing = code(e).startsWith("ParameterNotFound");
            return new Diagnosis("Bootstrap", false, missing ? "not done in " + region : says(e), fix);
        } catch (SdkClientException e) {
            return new Diagnosis("Bootstrap", false, "can't be checked: " + says(e), fix);
        }
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    }

    private static String says(SdkException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }
}
