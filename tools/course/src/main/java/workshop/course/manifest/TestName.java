package workshop.course.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.io.Serializable;

/**
 * A test, such as {@code BackoffTest#waits_longer}.
 *
 * @param type the simple name of the class; test classes have different names in all packages
 */
public record TestName(String type, String method) implements Comparable<TestName>, Serializable {

    /** @throws IllegalArgumentException if the text isn't a class and a method with a # between them */
    @JsonCreator
    public static TestName of(String text) {
        int hash = text.indexOf('#');
        if (hash < 1 || hash == text.length() - 1) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not the name of a test; write Class#method, such as BackoffTest#waits_longer");
        }
        String type = text.substring(0, hash);
        return new TestName(type.substring(type.lastIndexOf('.') + 1), text.substring(hash + 1));
    }

    @Override
    public int compareTo(TestName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return type + "#" + method;
    }
}
