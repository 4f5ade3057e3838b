package workshop.terminal;

import java.util.Map;

/** What has to be installed, and how one gets it. */
public final class Requirement {
    /** The oldest Node.js that CDK runs on. */
    public static final int NODE = 20;

    /** The oldest Java that the projects are built with. */
    public static final int JAVA = 17;

    private static final String NODE_FIX = "Install Node.js " + NODE + " or newer: https://nodejs.org/en/download";
    private static final Map<String, String> FIXES = Map.of(
            "node", NODE_FIX,
            "npm", NODE_FIX,
            "npx", NODE_FIX,
            "git", "Install Git: https://git-scm.com/downloads",
            "java", "Install Java " + JAVA + " or newer (https://adoptium.net) and let JAVA_HOME name its folder");

    private Requirement() {}

    /** What to do if this program is missing. */
    public static String installs(String program) {
        return FIXES.getOrDefault(program, "Install " + program + ", then check with: ./workshop doctor");
    }
}
