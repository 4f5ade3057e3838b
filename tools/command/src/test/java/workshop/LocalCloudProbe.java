package workshop;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import workshop.aws.AccountAccess;
import workshop.aws.Services;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.cloud.faults.Fault;

/** Stands in for the command in {@link LauncherTest}: a local cloud with a table, of which it prints what a language may change. */
public final class LocalCloudProbe {
    private static final String TEMPLATE = """
            {"Resources": {"Todos": {"Type": "AWS::DynamoDB::Table", "Properties": {
               "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
               "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST",
               "StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}}},
             "Outputs": {"Name": {"Value": {"Ref": "Todos"}}, "Stream": {"Value": {"Fn::GetAtt": ["Todos", "StreamArn"]}}}}""";

    private static final String MANIFEST = """
            {"artifacts": {"Test": {"type": "aws:cloudformation:stack",
             "properties": {"templateFile": "Test.template.json"}}}}""";

    private LocalCloudProbe() {}

    public static void main(String[] args) throws IOException {
        System.out.println("java " + Locale.getDefault() + " " + Charset.defaultCharset() + " "
                + System.getProperty("sun.jnu.encoding"));
        Path assembly = Files.createTempDirectory("assembly");
        Files.writeString(assembly.resolve("Test.template.json"), TEMPLATE);
        Files.writeString(assembly.resolve("manifest.json"), MANIFEST);
        Files.writeString(assembly.resolve("Test.assets.json"), "{\"files\": {}}");
        try (Account account = Account.open(Options.defaults().withPort(0));
                Services services = Services.of(AccountAccess.ofLocalCloud(account.endpoint()))) {
            Map<String, String> outputs = account.deploy(assembly, null, warning -> {});
            String table = outputs.get("Name");
            services.dynamoDb().putItem(put -> put.tableName(table).item(Map.of("id", AttributeValue.fromS("größe"))));
            System.out.println("items "
                    + services.dynamoDb()
                            .scan(scan -> scan.tableName(table).limit(1))
                            .items());
            System.out.println("stream " + outputs.get("Stream"));
            account.faults().add(new Fault("events:PutEvents", Fault.Effect.PARTIAL, "", 1, 1));
            System.out.println("faults "
                    + new String(
                            new URL(account.endpoint() + "/_local/faults")
                                    .openStream()
                                    .readAllBytes(),
                            StandardCharsets.UTF_8));
        }
        System.exit(0);
    }
}
