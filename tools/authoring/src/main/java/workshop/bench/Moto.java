package workshop.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.aws.UncheckedCall;
import workshop.course.testing.LimitedProgram;
import workshop.terminal.SearchPath;

/**
 * The same calls to this local cloud and to moto, another one, where it is installed: {@code wrk} makes them, with two
 * connections, for some seconds each, in turns.
 *
 * @param endpoint of this local cloud
 * @param folder for scripts and logs
 * @see <a href="https://docs.getmoto.org/en/latest/docs/server_mode.html">moto's server</a>
 */
record Moto(String endpoint, Path folder) {
    private static final String SECONDS = "5s";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern ADDRESS = Pattern.compile("Running on (http://\\S+)");
    private static final Pattern TOPIC = Pattern.compile("<TopicArn>(.*)</TopicArn>");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([\\d.]+)");
    private static final String TABLE = """
            {"TableName": "Bench", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType":
            "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}""";
    private static final String ITEM = """
            {"TableName": "Bench", "Item": {"id": {"S": "1"}, "name": {"S": "Read the docs"}, "completed": {"BOOL": true}}}""";
    private static final String RULE = """
            {"Name": "%1$s", "EventBusName": "bench", "EventPattern": "{\\"source\\": [\\"TodoService\\"], \\"detail-type\\": [\\"%1$s\\"]}"}""";
    private static final String ENTRY = """
            {"EventBusName": "bench", "Source": "TodoService", "DetailType": "TodoCreated", "Detail": "{\\"todoId\\": \\"1\\"}"}""";

    private static String script(UncheckedCall call) {
        return """
                wrk.method = "POST"
                wrk.body = [==[%s]==]
                wrk.headers["Authorization"] = "%s"
                wrk.headers["Content-Type"] = "%s"
                wrk.headers["X-Amz-Target"] = "%s"
                """.formatted(call.body(), call.signature(), call.type(), call.target());
    }

    List<Measurement> measurements() throws InterruptedException {
        Optional<Path> moto = SearchPath.ofEnvironment().find("moto_server");
        if (moto.isEmpty() || SearchPath.ofEnvironment().find("wrk").isEmpty()) {
            return List.of(Measurement.reported("beside moto", "not measured: moto_server and wrk are not installed"));
        }
        try {
            Path log = folder.resolve("moto.log");
            Process server = new ProcessBuilder(moto.get().toString(), "-H", "127.0.0.1", "-p", "0")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                return beside(address(server, log));
            } finally {
                server.descendants().forEach(ProcessHandle::destroy);
                server.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't measure moto", e);
        }
    }

    private static String address(Process server, Path log) throws IOException, InterruptedException {
        while (server.isAlive()) {
            Matcher address = ADDRESS.matcher(Files.readString(log));
            if (address.find()) {
                return address.group(1) + "/";
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("moto_server ended:\n" + Files.readString(log));
    }

    private List<Measurement> beside(String other) throws IOException, InterruptedException {
        String topic = prepare(endpoint);
        String itsTopic = prepare(other);
        UncheckedCall put = new UncheckedCall("dynamodb", "DynamoDB_20120810.PutItem", ITEM);
        UncheckedCall events = new UncheckedCall(
                "events", "AWSEvents.PutEvents", "{\"Entries\": [" + (ENTRY + ", ").repeat(9) + ENTRY + "]}");
        return List.of(
                ratio("`PutItem`", 3, rates(put, put, other)),
                ratio("`PutEvents` of ten, with three rules", 9, rates(events, events, other)),
                ratio("`Publish`", 25, rates(publish(topic), publish(itsTopic), other)));
    }

    private static UncheckedCall publish(String topic) {
        return new UncheckedCall("sns", "", "Action=Publish&Version=2010-03-31&Message=Done&TopicArn=" + topic);
    }

    /** Makes what the calls need, and gives the topic's ARN. */
    private static String prepare(String endpoint) throws IOException, InterruptedException {
        new UncheckedCall("dynamodb", "DynamoDB_20120810.CreateTable", TABLE).to(endpoint);
        new UncheckedCall("events", "AWSEvents.CreateEventBus", "{\"Name\": \"bench\"}").to(endpoint);
        for (String type : List.of("TodoCreated", "TodoCompleted", "TodoDeleted")) {
            new UncheckedCall("events", "AWSEvents.PutRule", RULE.formatted(type)).to(endpoint);
        }
        Matcher topic = TOPIC.matcher(
                new UncheckedCall("sns", "", "Action=CreateTopic&Version=2010-03-31&Name=bench").to(endpoint));
        if (!topic.find()) {
            throw new IllegalStateException("No topic from " + endpoint);
        }
        return topic.group(1);
    }

    /** Calls a second of this local cloud and of the other one, the second time that each is called. */
    private List<Double> rates(UncheckedCall ours, UncheckedCall theirs, String other) throws IOException {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            rates = List.of(rate(ours, endpoint), rate(theirs, other));
        }
        return rates;
    }

    private double rate(UncheckedCall call, String endpoint) throws IOException {
        Path script = Files.writeString(folder.resolve("call.lua"), script(call));
        Path log = folder.resolve("wrk.log");
        ProcessBuilder wrk = new ProcessBuilder("wrk", "-t1", "-c2", "-d" + SECONDS, "-s", script.toString(), endpoint);
        boolean succeeded = new LimitedProgram(wrk, log, PATIENCE).succeeds();
        String said = Files.readString(log);
        Matcher rate = RATE.matcher(said);
        if (!succeeded || said.contains("Non-2xx") || !rate.find()) {
            throw new IllegalStateException("wrk could not call " + endpoint + ":\n" + said);
        }
        return Double.parseDouble(rate.group(1));
    }

    private static Measurement ratio(String call, double least, List<Double> rates) {
        String figures = String.format(Locale.ROOT, "%.0f and %.0f a second", rates.get(0), rates.get(1));
        return Measurement.atLeast(call + " beside moto, " + figures, rates.get(0) / rates.get(1), least, "×");
    }
}
