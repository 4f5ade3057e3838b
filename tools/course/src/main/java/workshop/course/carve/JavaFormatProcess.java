package workshop.course.carve;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;

/** The process of {@link JavaFormat}: texts in, formatted texts out, exactly as Spotless does it. */
final class JavaFormatProcess {
    private JavaFormatProcess() {}

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        Formatter formatter = Formatter.createFormatter(
                JavaFormatterOptions.builder().style(Style.PALANTIR).build());
        JavaFormat.Result result = new JavaFormat.Result(new HashMap<>(), new HashMap<>());
        for (String text : ((JavaFormat.Texts) new ObjectInputStream(System.in).readObject()).all()) {
            try {
                String sorted =
                        ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(text), Style.PALANTIR);
                result.formatted().put(text, formatter.formatSource(sorted));
            } catch (FormatterException e) {
                result.problems().put(text, e.getMessage());
            }
        }
        try (ObjectOutputStream out = new ObjectOutputStream(new BufferedOutputStream(System.out))) {
            out.writeObject(result);
        }
    }
}
