package workshop.anywhere;

import java.util.List;
import java.util.Map;

/**
 * A machine as people have it.
 *
 * @param name for the report
 * @param environment variables that its terminal has
 */
record Surroundings(String name, Map<String, String> environment) {

    /** What went wrong on such machines. All have npm leave out what is for development. */
    static List<Surroundings> all() {
        return List.of(
                language("fa", "IR"),
                language("tr", "TR"),
                language("th", "TH"),
                new Surroundings("C", Map.of("LC_ALL", "C", "TERM", "dumb")));
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
