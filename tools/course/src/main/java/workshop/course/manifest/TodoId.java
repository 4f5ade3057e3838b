package workshop.course.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a TODO, such as 2.3: the third of step 2.
 *
 * @param isExtra whether it is one for those who finish early, such as 2.E1: no later step has anything of it
 */
@JsonDeserialize(using = TodoId.Written.class)
public record TodoId(int step, boolean isExtra, int number) implements Comparable<TodoId> {
    private static final Pattern FORM = Pattern.compile("(\\d+)\\.([Ee]?)(\\d+)");

    public TodoId(int step, int number) {
        this(step, false, number);
    }

    /** @throws IllegalArgumentException if the text isn't two numbers with a dot between them, and perhaps an E after it */
    @JsonCreator
    public static TodoId of(String text) {
        Matcher id = FORM.matcher(text);
        if (!id.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not the id of a TODO; write step.number, such as 2.3");
        }
        return new TodoId(Integer.parseInt(id.group(1)), !id.group(2).isEmpty(), Integer.parseInt(id.group(3)));
    }

    /** The anchor of its section in the step's page: 23 for 2.3, 2E1 for 2.E1. */
    public String anchor() {
        return toString().replace(".", "");
    }

    @Override
    public int compareTo(TodoId other) {
        return Comparator.comparingInt(TodoId::step)
                .thenComparing(TodoId::isExtra)
                .thenComparingInt(TodoId::number)
                .compare(this, other);
    }

    @JsonValue
    @Override
    public String toString() {
        return step + (isExtra ? ".E" : ".") + number;
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
