package workshop.course.carve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workshop.course.TextFile;

/** The imports of a Java file: those that nothing needs any more go, as classes of later steps don't exist yet. */
final class Imports {
    private static final Pattern IMPORT = Pattern.compile("import (static )?[\\w.]+\\.(\\w+);");
    private static final Pattern WORD = Pattern.compile("\\w+");

    /** Comments other than Javadoc, and strings: what is named there is not used. */
    private static final Pattern PROSE =
            Pattern.compile("//[^\n]*|/\\*(?!\\*)(?s:.*?)\\*/|\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"");

    private Imports() {}

    static String prune(String java) {
        Set<String> used = used(java);
        JoinedLines kept = new JoinedLines();
        java.lines().forEach(line -> {
            Matcher wanted = IMPORT.matcher(line);
            if (wanted.matches() && !used.contains(wanted.group(2))) {
                kept.cut();
            } else {
                kept.add(line);
            }
        });
        return kept.text();
    }

    /** Adds imports in front of the others, or after the package. */
    static String add(String java, List<String> imports) {
        if (imports.isEmpty()) {
            return java;
        }
        List<String> lines = new ArrayList<>(java.lines().toList());
        int afterPackage = TextFile.lineOf(lines, line -> line.startsWith("package "));
        for (String type : imports) {
            lines.add(afterPackage, "import " + type + ";");
        }
        return String.join("\n", lines) + "\n";
    }

    private static Set<String> used(String java) {
        String body = java.lines()
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                .collect(Collectors.joining("\n"));
        return WORD.matcher(PROSE.matcher(body).replaceAll(" "))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
