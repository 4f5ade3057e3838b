package workshop.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.faults.Fault;
import workshop.console.graph.Node;

/** What is true now: how deep the queues are, which faults strike, how much mail there is, how many TODOs are done. */
record State(Account account, Deployed deployed, Workshop workshop) {

    JsonNode json() {
        ObjectNode json = Json.object().put("version", deployed.version());
        ObjectNode queues = json.putObject("queues");
        deployed.graph().nodes().stream()
                .filter(node -> node.kind() == Node.Kind.QUEUE && node.resource() != null)
                .forEach(queue -> queues.put(queue.id(), depth(queue)));
        json.set("faults", Json.list(account.faults().all(), Fault::json));
        workshop.guide()
                .ifPresent(guide -> json.put(
                        "done",
                        guide.todos().stream().filter(Workshop.Todo::done).count()));
        return json.put("mails", account.inbox().mails("").size());
    }

    /** The messages that wait, and those that somebody has received and not deleted. */
    private int depth(Node queue) {
        ObjectNode input = Json.object().put("QueueUrl", queue.resource().ref());
        input.putArray("AttributeNames").add("All");
        JsonNode its = new Aws(account).call("sqs", "GetQueueAttributes", input).path("Attributes");
        return its.path("ApproximateNumberOfMessages").asInt()
                + its.path("ApproximateNumberOfMessagesNotVisible").asInt();
    }
}
