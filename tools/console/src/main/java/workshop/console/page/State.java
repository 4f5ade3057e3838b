package workshop.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.faults.Fault;
import workshop.cloud.sns.Mail;
import workshop.console.graph.Node;

/** What is true now: how deep the queues are, which faults strike, how much mail there is. */
final class State {
    private final Account account;
    private final Deployed deployed;
    private final Aws aws;

    State(Account account, Deployed deployed) {
        this.account = account;
        this.deployed = deployed;
        this.aws = new Aws(account);
    }

    JsonNode json() {
        ObjectNode json = Json.object().put("version", deployed.version()).put("quiet", account.isQuiet());
        ObjectNode queues = json.putObject("queues");
        deployed.graph().nodes().stream()
                .filter(node -> node.kind() == Node.Kind.QUEUE)
                .forEach(queue -> queues.set(queue.id(), depth(queue)));
        ArrayNode faults = json.putArray("faults");
        for (Fault fault : account.faults().all()) {
            faults.add(fault.json().put("fault", id(fault)));
        }
        List<Mail> mails = account.inbox().mails("");
        json.put("mails", mails.size());
        json.put(
                "unconfirmed",
                mails.stream().filter(mail -> mail.confirmationUrl() != null).count());
        return json;
    }

    static String id(Fault fault) {
        return Integer.toHexString(System.identityHashCode(fault));
    }

    private ObjectNode depth(Node queue) {
        ObjectNode input = Json.object().put("QueueUrl", queue.resource().ref());
        input.putArray("AttributeNames").add("All");
        JsonNode its = aws.call("sqs", "GetQueueAttributes", input).path("Attributes");
        return Json.object()
                .put("waiting", its.path("ApproximateNumberOfMessages").asInt())
                .put("hidden", its.path("ApproximateNumberOfMessagesNotVisible").asInt());
    }

    JsonNode mails() {
        ArrayNode mails = Json.array();
        account.inbox()
                .mails("")
                .forEach(mail -> mails.insertObject(0)
                        .put("id", mail.id())
                        .put("to", mail.to())
                        .put("subject", mail.subject())
                        .put("text", mail.text())
                        .put("sentAt", mail.sentAt().toEpochMilli())
                        .put("confirmationUrl", mail.confirmationUrl()));
        return Json.object().set("mails", mails);
    }
}
