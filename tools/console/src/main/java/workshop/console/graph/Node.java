package workshop.console.graph;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;
import workshop.cloud.cloudformation.DeployedResource;

/**
 * A part of the picture.
 *
 * @param id the stack's name, a dot, the logical id; made up where there is no resource, as for an address
 * @param name what its construct is called, such as {@code StreamPublisher}
 * @param todo what will add it; empty if it is there
 */
public record Node(String id, @JsonIgnore Kind kind, String name, String todo) {
    static final int MAX_TEXT = 24;

    Node(String id, Kind kind, String name) {
        this(id, kind, name, "");
    }

    static Node of(DeployedResource resource, Kind kind) {
        return new Node(id(resource), kind, Stack.id(resource.path()));
    }

    public static String id(DeployedResource resource) {
        return resource.stack() + "." + resource.logicalId();
    }

    @JsonProperty
    public String word() {
        return kind.word;
    }

    @JsonProperty
    public String title() {
        return shortened(name);
    }

    /** The text, with its middle left out where it is longer: names of resources differ at both ends. */
    static String shortened(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = MAX_TEXT / 2;
        return text.substring(0, MAX_TEXT - end - 1) + "…" + text.substring(text.length() - end);
    }

    /** What it is, in words that people know from AWS, and the type of resource that makes one wherever it is. */
    public enum Kind {
        CLIENT("HTTP", ""),
        API("API Gateway", "AWS::ApiGateway::RestApi"),
        FUNCTION("function", "AWS::Lambda::Function"),
        TABLE("table", "AWS::DynamoDB::Table"),
        QUEUE("queue", "AWS::SQS::Queue"),
        TOPIC("topic", "AWS::SNS::Topic"),
        BUS("event bus", "AWS::Events::EventBus"),
        ARCHIVE("archive", "AWS::Events::Archive"),
        LOG("log group", ""),
        MAIL("email", "");

        private final String word;
        private final String type;

        Kind(String word, String type) {
            this.word = word;
            this.type = type;
        }

        static Optional<Kind> of(String type) {
            return Arrays.stream(values())
                    .filter(kind -> kind.type.equals(type))
                    .findFirst();
        }
    }
}
