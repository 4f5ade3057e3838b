package workshop.course.carve;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The process of {@link JavaFormat}: texts in, formatted texts out, exactly as Spotless does it. */
final class JavaFormatProcess {
    private JavaFormatProcess() {}

    public static void main(String[] args) throws IOException {
        Formatter formatter = Formatter.createFormatter(
                JavaFormatterOptions.builder().style(Style.PALANTIR).build());
        try (DataInputStream in = new DataInputStream(System.in);
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String text = JavaFormat.read(in);
                try {
                    String sorted =
                            ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(text), Style.PALANTIR);
                    String formatted = formatter.formatSource(sorted);
                    out.writeBoolean(true);
                    JavaFormat.write(out, formatted);
                } catch (FormatterException e) {
                    out.writeBoolean(false);
                    JavaFormat.write(out, e.getMessage());
                }
            }
        }
    }
}
