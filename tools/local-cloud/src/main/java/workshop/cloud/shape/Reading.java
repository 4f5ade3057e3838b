package workshop.cloud.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** How a value was written, which says what counts as a number and how a place in it is named. */
public enum Reading {
    /** A JSON request: a number is no text, and a text is no number. */
    JSON,
    /** A form or a query: everything is text. */
    FORM,
    /** A template: scalars stand for each other, and what an intrinsic function gives is not known yet. */
    TEMPLATE;

    Optional<String> text(JsonNode value) {
        return value.isTextual() || this == TEMPLATE && value.isValueNode()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    Optional<BigDecimal> number(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        if (this == JSON || !value.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.asText()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean isFlag(JsonNode value) {
        return value.isBoolean()
                || this != JSON && value.isTextual() && value.asText().matches("(?i)true|false");
    }

    /** Whether the value can't be judged yet. */
    public boolean isOpen(JsonNode value) {
        return this == TEMPLATE
                && value.isObject()
                && value.size() == 1
                && value.fieldNames().next().matches("Ref|Fn::\\w+");
    }

    /** Requests are named as AWS's services do ({@code targets.1.member.id}), templates as JSON pointers. */
    String member(String path, String name) {
        if (this == TEMPLATE) {
            return path + "/" + name;
        }
        String lower = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        return path.isEmpty() ? lower : path + "." + lower;
    }

    String entry(String path, String key) {
        return this == TEMPLATE ? path + "/" + key : path + "." + key + ".member";
    }

    /** Whether it stands for a list or a map with nothing in it: a form can't say it otherwise. */
    boolean isNothing(JsonNode value, Shape shape) {
        return this == FORM
                && value.isTextual()
                && value.asText().isEmpty()
                && (shape instanceof Shape.ListOf || shape instanceof Shape.MapOf);
    }

    String item(String path, int index) {
        return this == TEMPLATE ? path + "/" + index : path + "." + (index + 1) + ".member";
    }
}
