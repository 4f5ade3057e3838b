package workshop.terminal;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Node.js that CDK runs on, also when one writes Java.
 *
 * @param found the version as it says it itself, or why there is none
 */
public record NodeJs(String found) {
    private static final int OLDEST = 20;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.\\S+");

    public static NodeJs ofEnvironment() {
        return new NodeJs(Reply.version(Path.of(""), "node"));
    }

    /** Whether it is new enough for CDK. */
    public boolean isGood() {
        Matcher version = VERSION.matcher(found);
        return version.matches() && Integer.parseInt(version.group(1)) >= OLDEST;
    }

    /** Throws {@link Problem} if it isn't. */
    public void require() {
        if (!isGood()) {
            throw new Problem("Node.js, which CDK runs on: " + found + ".", Requirement.installs("node"));
        }
    }

    static String fix() {
        return "Install Node.js " + OLDEST + " or newer: https://nodejs.org/en/download";
    }
}
