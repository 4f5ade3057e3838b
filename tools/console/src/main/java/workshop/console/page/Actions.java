package workshop.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;

/** What one may break, and what is done about it. */
final class Actions {
    private static final long REPLAYED_SECONDS = 3600;

    private final Account account;
    private final Deployed deployed;
    private final Aws aws;

    Actions(Account account, Deployed deployed) {
        this.account = account;
        this.deployed = deployed;
        this.aws = new Aws(account);
    }

    ObjectNode addFault(JsonNode fault) {
        return account.faults().add(fault, account.places()).json();
    }

    ObjectNode removeFault(String id) {
        account.faults().all().stream()
                .filter(fault -> State.id(fault).equals(id))
                .forEach(account.faults()::remove);
        return Json.object();
    }

    /** Puts an item with nothing but its key into each table whose stream a function reads. */
    ObjectNode poison() {
        Set<String> read = deployed.of("AWS::Lambda::EventSourceMapping")
                .map(mapping -> mapping.properties().path("EventSourceArn").asText())
                .collect(Collectors.toSet());
        List<String> done = new ArrayList<>();
        deployed.of("AWS::DynamoDB::Table")
                .filter(table -> read.contains(table.attributes().get("StreamArn")))
                .forEach(table -> {
                    ObjectNode item = Json.object();
                    table.properties()
                            .path("AttributeDefinitions")
                            .forEach(attribute -> item.putObject(
                                            attribute.path("AttributeName").asText())
                                    .put(
                                            attribute.path("AttributeType").asText(),
                                            attribute
                                                            .path("AttributeType")
                                                            .asText()
                                                            .equals("N")
                                                    ? "1"
                                                    : "poison " + Instant.now()));
                    aws.call(
                            "dynamodb",
                            "PutItem",
                            Json.object().put("TableName", table.ref()).<ObjectNode>set("Item", item));
                    done.add("Wrote an item with only its key into " + table.ref() + ".");
                });
        return said(done, "No function reads a table's stream here.");
    }

    /** Sends the last hour's events of each archive to its bus once more. */
    ObjectNode replay() {
        long now = Instant.now().getEpochSecond();
        List<String> done = new ArrayList<>();
        deployed.of("AWS::Events::Archive").forEach(archive -> {
            String bus = archive.properties().path("SourceArn").asText();
            ObjectNode input = Json.object()
                    .put("ReplayName", "console-" + System.currentTimeMillis())
                    .put("EventSourceArn", archive.attributes().get("Arn"))
                    .put("EventStartTime", now - REPLAYED_SECONDS)
                    .put("EventEndTime", now + 1);
            input.putObject("Destination").put("Arn", bus);
            aws.call("events", "StartReplay", input);
            done.add("The last hour's events of " + name(archive) + " are sent once more.");
        });
        return said(done, "There is no archive here.");
    }

    private static String name(DeployedResource resource) {
        return resource.properties().path("ArchiveName").asText(resource.ref());
    }

    private static ObjectNode said(List<String> lines, String otherwise) {
        ObjectNode json = Json.object();
        json.set("lines", Json.MAPPER.valueToTree(lines.isEmpty() ? List.of(otherwise) : lines));
        return json;
    }
}
