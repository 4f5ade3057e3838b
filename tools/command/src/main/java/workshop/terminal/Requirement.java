package workshop.terminal;

import java.util.Map;

/** What has to be installed, and how one gets it. */
public final class Requirement {
    /** The oldest Java that the projects are built with. */
    public static final int JAVA = 17;

    private static final Map<String, String> FIXES = Map.of(
            "node", NodeJs.fix(),
            "npm", NodeJs.fix(),
            "npx", NodeJs.fix(),
            "git", "Install Git: https://git-scm.com/downloads",
            "java", "Install a JDK, " + JAVA + " or newer (https://adoptium.net), and let JAVA_HOME name its folder.");

    private Requirement() {}

    public static String installs(String program) {
        return FIXES.getOrDefault(program, "Install " + program + ", then check with: ./workshop doctor");
    }
}
