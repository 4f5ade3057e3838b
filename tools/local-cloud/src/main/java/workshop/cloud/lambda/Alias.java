package workshop.cloud.lambda;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A name for a version, and perhaps for a second one that takes a share of the invocations.
 *
 * @param otherVersion null for none
 * @param otherWeight 0 to 1
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html">Alias routing</a>
 */
record Alias(String name, String description, String version, String otherVersion, double otherWeight) {

    /** Which version the next invocation goes to. */
    String choose() {
        boolean other = otherVersion != null && ThreadLocalRandom.current().nextDouble() < otherWeight;
        return other ? otherVersion : version;
    }

    boolean pointsTo(String aVersion) {
        return version.equals(aVersion) || aVersion.equals(otherVersion);
    }
}
