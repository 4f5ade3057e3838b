package workshop.course.manifest;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a TODO, such as 2.3: the third of step 2. */
@JsonDeserialize(using = TodoId.Written.class)
public record TodoId(int step, int number) implements Comparable<TodoId> {
    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)");

    /** @throws IllegalArgumentException if the text isn't two numbers with a dot between them */
    public static TodoId of(String text) {
        Matcher id = FORM.matcher(text);
        if (!id.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not the id of a TODO; write step.number, such as 2.3");
        }
        return new TodoId(Integer.parseInt(id.group(1)), Integer.parseInt(id.group(2)));
    }

    /** The anchor of its section in the step's page: 23 for 2.3. */
    public String anchor() {
        return "" + step + number;
    }

    @Override
    public int compareTo(TodoId other) {
        return Comparator.comparingInt(TodoId::step)
                .thenComparingInt(TodoId::number)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return step + "." + number;
    }

    /** Takes the id as it is written: as a number, 2.10 would be 2.1. */
    static final class Written extends FromStringDeserializer<TodoId> {
        private static final long serialVersionUID = 1;

        Written() {
            super(TodoId.class);
        }

        @Override
        protected TodoId _deserialize(String text, DeserializationContext context) {
            return TodoId.of(text);
        }
    }
}
