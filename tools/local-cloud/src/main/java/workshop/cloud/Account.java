package workshop.cloud;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import workshop.cloud.cloudformation.CloudAssembly;
import workshop.cloud.cloudformation.CloudFormation;
import workshop.cloud.cloudformation.CloudFormation.Deployed;
import workshop.cloud.cloudformation.CloudFormationApi;
import workshop.cloud.cloudformation.ResourceTypes;
import workshop.cloud.delivery.Targets;
import workshop.cloud.dynamodb.DynamoDb;
import workshop.cloud.dynamodb.TableType;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.AwsJson;
import workshop.cloud.gateway.AwsQuery;
import workshop.cloud.gateway.Gateway;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.PolicyType;
import workshop.cloud.iam.RoleType;
import workshop.cloud.lambda.EventInvokeConfigType;
import workshop.cloud.lambda.EventSourceMappingType;
import workshop.cloud.lambda.FunctionType;
import workshop.cloud.lambda.Lambda;
import workshop.cloud.lambda.LambdaApi;
import workshop.cloud.lambda.PermissionType;
import workshop.cloud.lambda.RuntimeApi;
import workshop.cloud.logs.LogGroupType;
import workshop.cloud.logs.Logs;
import workshop.cloud.logs.LogsApi;
import workshop.cloud.logs.ResourcePolicyType;
import workshop.cloud.trace.Trace;

/** An open account: all services on one port, until it is closed. The only place that knows them all. */
public final class Account implements AutoCloseable {
    private final Names names;
    private final Trace trace = new Trace();
    private final Faults faults = new Faults();
    private final Targets targets = new Targets(trace);
    private final Iam iam;
    private final Gateway gateway;
    private final Logs logs;
    private final DynamoDb dynamoDb;
    private final Lambda lambda;
    private final CloudFormation cloudFormation;
    private final Map<String, Path> assets = new ConcurrentHashMap<>();

    private Account(Options options) {
        names = new Names(options.region(), Options.ACCOUNT_ID);
        iam = new Iam(names);
        iam.revokeIf((session, action) -> faults.strikes(action, Effect.DENY, session));
        gateway = new Gateway(iam, options.region());
        logs = new Logs(names);
        dynamoDb = new DynamoDb(names, iam, faults, trace);
        lambda = new Lambda(names, options, iam, faults, trace, logs, targets, gateway::port);
        cloudFormation = new CloudFormation(names, types(), name -> "30", this::shownUrl);
        targets.register("lambda", lambda);
        targets.register("logs", logs);
        route();
    }

    private ResourceTypes types() {
        return new ResourceTypes()
                .add(new RoleType(iam))
                .add(new PolicyType(iam))
                .add(new TableType(dynamoDb))
                .add(new FunctionType(lambda, iam, (bucket, key) -> assets.get(key)))
                .add(new PermissionType(lambda))
                .add(new EventInvokeConfigType(lambda))
                .add(new EventSourceMappingType(lambda, dynamoDb.streams(), targets, iam))
                .add(new LogGroupType(logs))
                .add(new ResourcePolicyType(logs));
    }

    private void route() {
        gateway.service("dynamodb", dynamoDb)
                .service("lambda", new LambdaApi(lambda, iam))
                .service("logs", new AwsJson("1.1", LogsApi.of(logs, operations("logs"))))
                .service(
                        "cloudformation",
                        new AwsQuery(
                                "http://cloudformation.amazonaws.com/doc/2010-05-15/",
                                CloudFormationApi.of(cloudFormation, url -> "", operations("cloudformation"))))
                .prefix(RuntimeApi.PREFIX, new RuntimeApi(lambda))
                .prefix(LocalApi.PREFIX, new LocalApi(trace, faults).on("GET health", request -> health()));
    }

    private Operations operations(String service) {
        return new Operations(service, iam, faults);
    }

    private HttpReply health() {
        return HttpReply.json(
                200,
                Json.object()
                        .put("status", "ok")
                        .put("quiet", isQuiet())
                        .put("region", names.region())
                        .put("account", names.account())
                        .set("stacks", Json.MAPPER.valueToTree(cloudFormation.names())));
    }

    /** A REST API has a host name of its own on AWS; here it has a path. */
    private String shownUrl(String value) {
        return value.replaceFirst(
                "^https://([a-z0-9]+)\\.execute-api\\." + names.region() + "\\.amazonaws\\.com/",
                endpoint() + "/_api/$1/");
    }

    /** Opens an empty account and listens; throws if the port is taken. */
    public static Account open(Options options) {
        Account account = new Account(options);
        account.gateway.start(options.port());
        return account;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + gateway.port();
    }

    /**
     * Deploys a stack of a cloud assembly and waits until that is done.
     *
     * @param cdkOut the folder that {@code cdk synth} wrote
     * @param stackName which stack; null for the only one
     * @param progress gets a line for each warning
     * @return the stack's outputs
     * @throws workshop.cloud.gateway.AwsError with the reason when it could not be deployed
     */
    public Map<String, String> deploy(Path cdkOut, String stackName, Consumer<String> progress) {
        CloudAssembly.Stack stack = CloudAssembly.read(cdkOut).stack(stackName);
        stack.assets().stream()
                .filter(asset -> Files.isDirectory(asset.path()))
                .forEach(asset -> assets.put(asset.key(), asset.path()));
        Deployed deployed = cloudFormation.deploy(stack.name(), stack.template());
        deployed.warnings().forEach(progress);
        return deployed.outputs();
    }

    public Trace trace() {
        return trace;
    }

    public Faults faults() {
        return faults;
    }

    /** The newest lines of a function's or any other log group that contain the text, oldest first. */
    public java.util.List<String> log(String group, String containing, int limit) {
        return logs.tail(group, containing, limit);
    }

    /** Whether nothing waits or runs asynchronously anywhere. */
    public boolean isQuiet() {
        return lambda.isQuiet();
    }

    @Override
    public void close() {
        cloudFormation.close();
        lambda.close();
        gateway.close();
        dynamoDb.close();
    }
}
