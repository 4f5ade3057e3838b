package workshop.cloud;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import workshop.cloud.apigateway.ApiGateway;
import workshop.cloud.apigateway.ApiGatewayApi;
import workshop.cloud.apigateway.ApiTypes;
import workshop.cloud.cloudformation.CloudAssembly;
import workshop.cloud.cloudformation.CloudFormation;
import workshop.cloud.cloudformation.CloudFormation.Deployed;
import workshop.cloud.cloudformation.CloudFormationApi;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.cloudformation.ResourceTypes;
import workshop.cloud.dynamodb.DynamoDb;
import workshop.cloud.dynamodb.TableType;
import workshop.cloud.events.EventBridge;
import workshop.cloud.events.EventsApi;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.faults.Faults;
import workshop.cloud.faults.Places;
import workshop.cloud.gateway.AwsJson;
import workshop.cloud.gateway.AwsQuery;
import workshop.cloud.gateway.Gateway;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.IamTypes;
import workshop.cloud.lambda.FunctionTypes;
import workshop.cloud.lambda.Lambda;
import workshop.cloud.lambda.LambdaApi;
import workshop.cloud.logs.Logs;
import workshop.cloud.logs.LogsApi;
import workshop.cloud.s3.S3;
import workshop.cloud.sns.Inbox;
import workshop.cloud.sns.Mail;
import workshop.cloud.sns.Sns;
import workshop.cloud.sns.SnsApi;
import workshop.cloud.sns.SnsPages;
import workshop.cloud.sqs.Sqs;
import workshop.cloud.sqs.SqsApi;
import workshop.cloud.ssm.Ssm;
import workshop.cloud.sts.Sts;
import workshop.cloud.trace.Trace;

/** An open account: all services on one port, until it is closed. The only place that knows them all. */
public final class Account implements AutoCloseable {
    private final Platform platform;
    private final Gateway gateway;
    private final S3 s3;
    private final DynamoDb dynamoDb;
    private final Logs logs;
    private final Sqs sqs;
    private final Sns sns;
    private final EventBridge eventBridge;
    private final Lambda lambda;
    private final ApiGateway apiGateway;
    private final ResourceTypes types;
    private final CloudFormation cloudFormation;

    private Account(Options options) {
        platform = Platform.of(options, this::port);
        Iam iam = platform.iam();
        iam.revokeIf((session, action) -> faults().strikes(action, Effect.DENY, session));
        iam.onRefusal(this::refused);
        gateway = new Gateway(iam);
        s3 = new S3(iam, platform::endpoint);
        logs = new Logs(iam);
        dynamoDb = new DynamoDb(platform);
        sqs = new Sqs(platform);
        sns = new Sns(platform);
        eventBridge = new EventBridge(platform);
        lambda = new Lambda(platform, logs, dynamoDb.streams(), sqs);
        apiGateway = new ApiGateway(platform, lambda::invoke);
        types = new ResourceTypes()
                .add(new IamTypes(iam).all())
                .add(List.of(new TableType(dynamoDb).type()))
                .add(new FunctionTypes(lambda, s3::unzipped).all())
                .add(LogsApi.types(logs))
                .add(EventsApi.types(eventBridge))
                .add(SnsApi.types(sns))
                .add(SqsApi.types(sqs))
                .add(new ApiTypes(apiGateway).all());
        Ssm ssm = new Ssm();
        cloudFormation = new CloudFormation(types, ssm::value, this::shownUrl);
        platform.targets().register("lambda", lambda);
        platform.targets().register("logs", logs);
        platform.targets().register("sqs", sqs);
        platform.targets().register("sns", sns);
        platform.targets().register("events", eventBridge);
        route(ssm);
    }

    private int port() {
        return gateway.port();
    }

    /** A call that is refused is a hop; what a service delivers is one whether it is refused or not. */
    private void refused(Caller caller, String action, String resource, String reason) {
        if (!caller.accessKeyId().isEmpty()) {
            Map<String, Object> details = Map.of("action", action, "session", caller.session());
            trace().hop(caller.causes(), "iam:Refused", caller.arn(), resource, reason, action, details);
        }
    }

    private void route(Ssm ssm) {
        Sts sts = new Sts(platform.iam());
        Operations stacks = CloudFormationApi.of(cloudFormation, s3::text, platform.operations("cloudformation"));
        LocalApi local = new LocalApi(trace(), faults(), this::places)
                .on("GET health", request -> health())
                .on("GET mail", this::mail, "containing");
        gateway.service("dynamodb", dynamoDb)
                .service("lambda", LambdaApi.of(lambda, platform.operations("lambda")))
                .service("sqs", SqsApi.of(sqs, platform.operations("sqs")))
                .service("apigateway", new ApiGatewayApi(apiGateway).of(platform.operations("apigateway")))
                .service("s3", s3)
                .service("sts", new AwsQuery(Sts.XML_NAMESPACE, sts.of(platform.operations("sts"))))
                .service("ssm", new AwsJson("1.1", "AmazonSSM", ssm.of(platform.operations("ssm"))))
                .service("logs", new AwsJson("1.1", "Logs_20140328", LogsApi.of(logs, platform.operations("logs"))))
                .service(
                        "events",
                        new AwsJson("1.1", "AWSEvents", EventsApi.of(eventBridge, platform.operations("events"))))
                .service("sns", new AwsQuery(SnsApi.XML_NAMESPACE, SnsApi.of(sns, platform.operations("sns"))))
                .service("cloudformation", new AwsQuery(CloudFormationApi.XML_NAMESPACE, stacks))
                .unsigned(new SnsPages(sns))
                .prefix(ApiGateway.PREFIX, apiGateway)
                .prefix(LocalApi.PREFIX, local);
    }

    /** Where faults can strike: every operation of the services, and the functions that are deployed. */
    public Places places() {
        Map<String, String> actions = new TreeMap<>();
        services()
                .forEach((service, its) ->
                        its.actions().forEach((operation, action) -> actions.put(service + ":" + operation, action)));
        actions.remove("lambda:Invoke"); // has faults of its own: a crash, a timeout
        return new Places(actions, lambda.functionNames());
    }

    private HttpReply health() {
        ObjectNode health = Json.object().put("status", "ok").put("quiet", isQuiet());
        health.put("region", Options.REGION).put("account", Options.ACCOUNT_ID);
        return HttpReply.json(200, health.set("stacks", Json.MAPPER.valueToTree(cloudFormation.names())));
    }

    private HttpReply mail(HttpRequest request) {
        List<Mail> mails =
                sns.inbox().mails(request.queryParameter("containing").orElse(""));
        return HttpReply.json(200, Map.of("mails", mails));
    }

    /** A REST API has a host name of its own on AWS; here it has a path. */
    private String shownUrl(String value) {
        return value.replaceFirst(
                "^https://([a-z0-9]+)\\.execute-api\\." + Options.REGION + "\\.amazonaws\\.com/",
                endpoint() + "/" + ApiGateway.PREFIX + "/$1/");
    }

    /** Opens an empty account and listens; throws if the port is taken. */
    public static Account open(Options options) {
        Account account = new Account(options);
        account.gateway.start(options.port());
        return account;
    }

    public String endpoint() {
        return platform.endpoint();
    }

    /**
     * Deploys a stack of a cloud assembly and waits until that is done.
     *
     * @param cdkOut the folder that {@code cdk synth} wrote
     * @param stackName which stack; null for the only one
     * @param progress gets a line for each warning
     * @return the stack's outputs
     * @throws workshop.cloud.AwsError with the reason when it could not be deployed
     */
    public Map<String, String> deploy(Path cdkOut, String stackName, Consumer<String> progress) {
        CloudAssembly.Stack stack = CloudAssembly.read(cdkOut).stack(stackName);
        stack.assets().stream()
                .filter(asset -> Files.isDirectory(asset.path()))
                .forEach(asset -> s3.putFolder(asset.key(), asset.path()));
        Deployed deployed = cloudFormation.deploy(stack.name(), stack.template());
        deployed.warnings().forEach(progress);
        return deployed.outputs();
    }

    public void destroy(String stackName) {
        cloudFormation.delete(stackName);
    }

    /** Whether there is such a stack, and nobody is deleting it. */
    public boolean isDeployed(String stackName) {
        return cloudFormation.isDeployed(stackName);
    }

    public List<DeployedResource> resources() {
        return cloudFormation.resources();
    }

    public ResourceTypes resourceTypes() {
        return types;
    }

    /** The services that clients sign requests for, by that name, such as {@code events}. */
    public Map<String, Service> services() {
        return gateway.services();
    }

    /** Answers requests under a first segment of the path, such as {@code _console}, with something that is no service of AWS. */
    public void serve(String segment, Service service) {
        gateway.prefix(segment, service);
    }

    public void home(Service service) {
        gateway.home(service);
    }

    public Trace trace() {
        return platform.trace();
    }

    public Faults faults() {
        return platform.faults();
    }

    public int depth(String queueUrl) {
        return sqs.depth(queueUrl);
    }

    /** Where the mail arrives, whoever it is for. */
    public Inbox inbox() {
        return sns.inbox();
    }

    /** The newest lines of a function's or any other log group that contain the text, oldest first. */
    public List<String> log(String group, String containing, int limit) {
        return logs.tail(group, containing, limit);
    }

    /** Whether nothing waits or runs asynchronously anywhere, nor went from one service to another while they were asked. */
    public boolean isQuiet() {
        long before = trace().count();
        return lambda.isQuiet() && eventBridge.isQuiet() && sns.isQuiet() && trace().count() == before;
    }

    @Override
    public void close() {
        cloudFormation.close();
        lambda.close();
        apiGateway.close();
        eventBridge.close();
        sns.close();
        gateway.close();
        s3.close();
        dynamoDb.close();
    }
}
