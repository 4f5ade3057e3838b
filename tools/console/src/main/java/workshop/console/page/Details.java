package workshop.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import workshop.cloud.Account;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.console.graph.Node;
import workshop.console.graph.RoleStatements;

/** What opens when one looks at a part of the picture more closely, in sections. */
final class Details {
    private static final int LINES = 60;

    private final Account account;
    private final Deployed deployed;
    private final Aws aws;

    Details(Account account, Deployed deployed) {
        this.account = account;
        this.deployed = deployed;
        this.aws = new Aws(account);
    }

    JsonNode node(String id) {
        Node node = deployed.graph()
                .node(id)
                .filter(its -> its.resource() != null)
                .orElseThrow(() -> AwsError.notFound("There is no part " + id + " in the picture."));
        DeployedResource resource = node.resource();
        ObjectNode json = Json.object()
                .put("name", node.name())
                .put("word", node.kind().word())
                .put("type", resource.type())
                .put("id", resource.ref());
        ArrayNode sections = json.putArray("sections");
        ObjectNode properties = resource.properties().deepCopy();
        switch (node.kind()) {
            case FUNCTION -> function(resource, properties, sections);
            case QUEUE -> sections.addObject().put("title", "Messages").set("json", messages(resource));
            case TABLE ->
                sections.addObject()
                        .put("title", "Items")
                        .set(
                                "json",
                                aws.call(
                                                "dynamodb",
                                                "Scan",
                                                Json.object()
                                                        .put("TableName", resource.ref())
                                                        .put("Limit", 25))
                                        .path("Items"));
            case LOG -> lines(sections, "Log", resource.ref());
            case BUS -> rules(resource, sections);
            case TOPIC ->
                deployed.of("AWS::SNS::Subscription")
                        .filter(subscription -> subscription
                                .properties()
                                .path("TopicArn")
                                .asText()
                                .equals(resource.ref()))
                        .forEach(subscription -> sections.addObject()
                                .put("title", "Subscription")
                                .set("json", subscription.properties()));
            default -> {}
        }
        sections.addObject().put("title", "Configuration").set("json", properties);
        return json;
    }

    private void function(DeployedResource function, ObjectNode properties, ArrayNode sections) {
        lines(
                sections,
                "Log",
                function.properties().path("LoggingConfig").path("LogGroup").asText("/aws/lambda/" + function.ref()));
        ArrayNode statements = Json.array();
        new RoleStatements(deployed.resources())
                .of(function.properties().path("Role").asText())
                .forEach(statement -> statements.add(Json.MAPPER.valueToTree(statement)));
        sections.addObject()
                .put("title", "Environment")
                .set("json", properties.path("Environment").path("Variables"));
        sections.addObject().put("title", "What its role may do").set("json", statements);
        properties.remove("Environment");
    }

    private void lines(ArrayNode sections, String title, String group) {
        List<String> log = account.log(group, "", LINES);
        ArrayNode lines = sections.addObject().put("title", title).putArray("lines");
        log.forEach(line -> lines.add(line.stripTrailing()));
    }

    private void rules(DeployedResource bus, ArrayNode sections) {
        deployed.of("AWS::Events::Rule")
                .filter(rule ->
                        rule.properties().path("EventBusName").asText("default").equals(bus.ref()))
                .forEach(rule -> sections.addObject()
                        .put("title", "Pattern of the rule " + rule.ref().replaceFirst("^.*\\|", ""))
                        .set("json", rule.properties().path("EventPattern")));
    }

    /** Looking counts as receiving; where that has a consequence, it is not done. */
    private JsonNode messages(DeployedResource queue) {
        boolean counts = queue.properties().has("RedrivePolicy")
                || deployed.of("AWS::Lambda::EventSourceMapping")
                        .anyMatch(mapping -> mapping.properties()
                                .path("EventSourceArn")
                                .asText()
                                .equals(queue.attributes().get("Arn")));
        if (counts) {
            return Json.object()
                    .put("notShown", "Somebody else receives from this queue, and looking counts as receiving.");
        }
        ObjectNode input = Json.object()
                .put("QueueUrl", queue.ref())
                .put("VisibilityTimeout", 0)
                .put("MaxNumberOfMessages", 10);
        input.putArray("MessageAttributeNames").add("All");
        ArrayNode messages = Json.array();
        for (JsonNode message : aws.call("sqs", "ReceiveMessage", input).path("Messages")) {
            ObjectNode one = messages.addObject();
            one.set("body", parsed(message.path("Body").asText()));
            message.path("MessageAttributes")
                    .properties()
                    .forEach(attribute ->
                            one.set(attribute.getKey(), attribute.getValue().path("StringValue")));
        }
        return messages;
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.read(text);
        } catch (UncheckedIOException noJson) {
            return Json.MAPPER.getNodeFactory().textNode(text);
        }
    }
}
