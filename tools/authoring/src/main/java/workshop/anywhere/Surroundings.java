package workshop.anywhere;

import java.util.List;
import java.util.Map;

/** A machine as people have it, with the variables that its terminal has. */
record Surroundings(String name, Map<String, String> environment) {

    private static final Map<String, String> OTHERS = Map.of(
            "TZ", "Mars/Olympus",
            "GIT_DIR", "/nowhere",
            "CDPATH", "/",
            "COLUMNS", "20",
            "AWS_PROFILE", "nobody",
            "AWS_CONFIG_FILE", "/nowhere/config",
            "AWS_ENDPOINT_URL", "http://127.0.0.1:9",
            "http_proxy", "http://127.0.0.1:9",
            "NODE_OPTIONS", "--max-old-space-size=900",
            "_JAVA_OPTIONS", "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=9 -Dhttp.nonProxyHosts=none");

    /** What went wrong on such machines. All have npm leave out what is for development. */
    static List<Surroundings> all() {
        return List.of(
                language("fa", "IR"),
                language("tr", "TR"),
                language("th", "TH"),
                new Surroundings("C", Map.of("LC_ALL", "C", "TERM", "dumb")),
                new Surroundings("variables for other programs", OTHERS));
    }

    /** The locale may not be installed here; for a JVM that gets it in this way it is the same. */
    private static Surroundings language(String language, String country) {
        return new Surroundings(
                language + "_" + country,
                Map.of(
                        "LC_ALL", language + "_" + country + ".UTF-8",
                        "JAVA_TOOL_OPTIONS", "-Duser.language=" + language + " -Duser.country=" + country));
    }
}
