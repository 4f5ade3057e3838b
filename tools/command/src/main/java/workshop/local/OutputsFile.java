package workshop.local;

import java.nio.file.Path;
import java.util.Map;
import workshop.cloud.Json;
import workshop.course.TextFile;
import workshop.project.Leftover;
import workshop.project.Leftovers;
import workshop.project.Project;

/**
 * The project's {@code cdk-outputs.json}, as {@code cdk deploy --outputs-file} writes it. Once it is written it names
 * the local cloud; closing it brings back what was there before, and so does the next command if this one is killed.
 */
final class OutputsFile implements AutoCloseable {
    private final Path file;
    private final Leftovers leftovers;
    private Leftovers.Note note;

    OutputsFile(Project project, Leftovers leftovers) {
        this.file = project.file("cdk-outputs.json");
        this.leftovers = leftovers;
    }

    void write(String stack, Map<String, String> outputs) {
        String text = Json.MAPPER.valueToTree(Map.of(stack, outputs)).toPrettyString() + "\n";
        Leftovers.Note last = note;
        String before = last == null
                ? new TextFile(file).find().orElse(null)
                : last.leftover().before();
        note = leftovers.note(new Leftover(file, text, before));
        new TextFile(file).write(text);
        if (last != null) {
            last.forget();
        }
    }

    @Override
    public void close() {
        if (note != null) {
            note.takeBack();
            note = null;
        }
    }
}
