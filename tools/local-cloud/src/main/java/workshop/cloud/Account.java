package workshop.cloud;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import workshop.cloud.apigateway.ApiGateway;
import workshop.cloud.apigateway.ApiGatewayApi;
import workshop.cloud.apigateway.DeploymentType;
import workshop.cloud.apigateway.MethodType;
import workshop.cloud.apigateway.PathType;
import workshop.cloud.apigateway.RestApiType;
import workshop.cloud.apigateway.StageType;
import workshop.cloud.cloudformation.CloudAssembly;
import workshop.cloud.cloudformation.CloudFormation;
import workshop.cloud.cloudformation.CloudFormation.Deployed;
import workshop.cloud.cloudformation.CloudFormationApi;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.cloudformation.ResourceTypes;
import workshop.cloud.delivery.Targets;
import workshop.cloud.dynamodb.DynamoDb;
import workshop.cloud.dynamodb.TableType;
import workshop.cloud.events.ArchiveType;
import workshop.cloud.events.EventBridge;
import workshop.cloud.events.EventBusPolicyType;
import workshop.cloud.events.EventBusType;
import workshop.cloud.events.EventsApi;
import workshop.cloud.events.RuleType;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.faults.Faults;
import workshop.cloud.faults.Places;
import workshop.cloud.gateway.AwsJson;
import workshop.cloud.gateway.AwsQuery;
import workshop.cloud.gateway.Gateway;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.ManagedPolicyType;
import workshop.cloud.iam.PolicyOfEachType;
import workshop.cloud.iam.PolicyType;
import workshop.cloud.iam.RoleType;
import workshop.cloud.lambda.AliasType;
import workshop.cloud.lambda.EventInvokeConfigType;
import workshop.cloud.lambda.EventSourceMappingType;
import workshop.cloud.lambda.FunctionType;
import workshop.cloud.lambda.Lambda;
import workshop.cloud.lambda.LambdaApi;
import workshop.cloud.lambda.PermissionType;
import workshop.cloud.lambda.VersionType;
import workshop.cloud.logs.LogGroupType;
import workshop.cloud.logs.Logs;
import workshop.cloud.logs.LogsApi;
import workshop.cloud.logs.ResourcePolicyType;
import workshop.cloud.s3.S3;
import workshop.cloud.sns.Inbox;
import workshop.cloud.sns.Sns;
import workshop.cloud.sns.SnsApi;
import workshop.cloud.sns.SnsPages;
import workshop.cloud.sns.SubscriptionType;
import workshop.cloud.sns.TopicType;
import workshop.cloud.sqs.QueueType;
import workshop.cloud.sqs.Sqs;
import workshop.cloud.sqs.SqsApi;
import workshop.cloud.ssm.Ssm;
import workshop.cloud.sts.Sts;
import workshop.cloud.trace.Trace;

/** An open account: all services on one port, until it is closed. The only place that knows them all. */
public final class Account implements AutoCloseable {
    private final Names names;
    private final Trace trace = new Trace();
    private final Faults faults = new Faults();
    private final Targets targets = new Targets(trace);
    private final Iam iam;
    private final Gateway gateway;
    private final S3 s3;
    private final Ssm ssm;
    private final Logs logs;
    private final DynamoDb dynamoDb;
    private final Sqs sqs;
    private final Sns sns;
    private final EventBridge eventBridge;
    private final Lambda lambda;
    private final ApiGateway apiGateway;
    private final ResourceTypes types;
    private final CloudFormation cloudFormation;

    private Account(Options options) {
        names = new Names(options.region(), Options.ACCOUNT_ID);
        iam = new Iam(names);
        iam.revokeIf((session, action) -> faults.strikes(action, Effect.DENY, session));
        iam.onRefusal(this::refused);
        gateway = new Gateway(iam, options.region());
        sqs = new Sqs(names, iam, faults, trace, gateway::port);
        s3 = new S3(names, iam);
        ssm = new Ssm(names);
        logs = new Logs(names, iam);
        dynamoDb = new DynamoDb(names, iam, faults, trace);
        sns = new Sns(names, options, iam, trace, targets, gateway::port);
        eventBridge = new EventBridge(names, options, iam, faults, trace, targets);
        lambda = new Lambda(names, options, iam, faults, trace, logs, targets, dynamoDb.streams(), sqs, gateway::port);
        apiGateway = new ApiGateway(names, trace, lambda::invoke);
        types = types();
        cloudFormation = new CloudFormation(names, types, ssm::value, this::shownUrl);
        targets.register("lambda", lambda);
        targets.register("logs", logs);
        targets.register("sqs", sqs);
        targets.register("sns", sns);
        targets.register("events", eventBridge);
        route();
    }

    /** A call that is refused is a hop; what a service delivers is one whether it is refused or not. */
    private void refused(Caller caller, String action, String resource, String reason) {
        if (!caller.accessKeyId().isEmpty()) {
            Map<String, Object> details = Map.of("action", action, "session", caller.session());
            trace.hop(caller.causes(), "iam:Refused", caller.arn(), resource, reason, action, details);
        }
    }

    private ResourceTypes types() {
        return new ResourceTypes()
                .add("AWS::IAM::Role", RoleType.PROPERTIES, new RoleType(iam))
                .add("AWS::IAM::Policy", PolicyType.PROPERTIES, new PolicyType(iam))
                .add("AWS::IAM::ManagedPolicy", ManagedPolicyType.PROPERTIES, new ManagedPolicyType(iam))
                .add("AWS::DynamoDB::Table", TableType.PROPERTIES, new TableType(dynamoDb))
                .add("AWS::Lambda::Function", FunctionType.PROPERTIES, new FunctionType(lambda, iam, s3::unzipped))
                .add("AWS::Lambda::Permission", PermissionType.PROPERTIES, new PermissionType(lambda))
                .add(
                        "AWS::Lambda::EventInvokeConfig",
                        EventInvokeConfigType.PROPERTIES,
                        new EventInvokeConfigType(lambda))
                .add(
                        "AWS::Lambda::EventSourceMapping",
                        EventSourceMappingType.PROPERTIES,
                        new EventSourceMappingType(lambda))
                .add("AWS::Lambda::Version", VersionType.PROPERTIES, new VersionType(lambda))
                .add("AWS::Lambda::Alias", AliasType.PROPERTIES, new AliasType(lambda))
                .add("AWS::Logs::LogGroup", LogGroupType.PROPERTIES, new LogGroupType(logs))
                .add("AWS::Logs::ResourcePolicy", ResourcePolicyType.PROPERTIES, new ResourcePolicyType(logs))
                .add("AWS::Events::EventBus", EventBusType.PROPERTIES, new EventBusType(eventBridge))
                .add("AWS::Events::EventBusPolicy", EventBusPolicyType.PROPERTIES, new EventBusPolicyType(eventBridge))
                .add("AWS::Events::Rule", RuleType.PROPERTIES, new RuleType(eventBridge))
                .add("AWS::Events::Archive", ArchiveType.PROPERTIES, new ArchiveType(eventBridge))
                .add("AWS::SNS::Topic", TopicType.PROPERTIES, new TopicType(sns))
                .add(
                        "AWS::SNS::TopicPolicy",
                        PolicyOfEachType.properties("Topics"),
                        new PolicyOfEachType("Topics", sns::policy))
                .add("AWS::SNS::Subscription", SubscriptionType.PROPERTIES, new SubscriptionType(sns))
                .add("AWS::SQS::Queue", QueueType.PROPERTIES, new QueueType(sqs))
                .add(
                        "AWS::SQS::QueuePolicy",
                        PolicyOfEachType.properties("Queues"),
                        new PolicyOfEachType("Queues", sqs::policy))
                .add("AWS::ApiGateway::RestApi", RestApiType.PROPERTIES, new RestApiType(apiGateway))
                .add("AWS::ApiGateway::Resource", PathType.PROPERTIES, new PathType(apiGateway))
                .add("AWS::ApiGateway::Method", MethodType.PROPERTIES, new MethodType(apiGateway))
                .add("AWS::ApiGateway::Deployment", DeploymentType.PROPERTIES, new DeploymentType(apiGateway))
                .add("AWS::ApiGateway::Stage", StageType.PROPERTIES, new StageType(apiGateway));
    }

    private void route() {
        Operations stacks = CloudFormationApi.of(cloudFormation, s3::text, operations("cloudformation"));
        gateway.service("dynamodb", dynamoDb)
                .service("lambda", LambdaApi.of(lambda, operations("lambda")))
                .service("sqs", SqsApi.of(sqs, operations("sqs")))
                .service("apigateway", new ApiGatewayApi(apiGateway).of(operations("apigateway")))
                .service("s3", s3)
                .service("sts", new AwsQuery(Sts.XML_NAMESPACE, new Sts(names, iam).of(operations("sts"))))
                .service("ssm", new AwsJson("1.1", ssm.of(operations("ssm"))))
                .service("logs", new AwsJson("1.1", LogsApi.of(logs, operations("logs"))))
                .service("events", new AwsJson("1.1", EventsApi.of(eventBridge, operations("events"))))
                .service("sns", new AwsQuery(SnsApi.XML_NAMESPACE, SnsApi.of(sns, operations("sns"))))
                .service("cloudformation", new AwsQuery(CloudFormationApi.XML_NAMESPACE, stacks))
                .unsigned(new SnsPages(sns))
                .prefix(ApiGateway.PREFIX, apiGateway)
                .prefix(
                        LocalApi.PREFIX,
                        new LocalApi(trace, faults, this::places)
                                .on("GET health", request -> health())
                                .on(
                                        "GET mail",
                                        request -> mail(request.queryParameter("containing")
                                                .orElse("")),
                                        "containing"));
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

    private HttpReply mail(String containing) {
        ArrayNode mails = Json.array();
        sns.inbox()
                .mails(containing)
                .forEach(mail -> mails.addObject()
                        .put("id", mail.id())
                        .put("from", mail.from())
                        .put("to", mail.to())
                        .put("subject", mail.subject())
                        .put("text", mail.text())
                        .put("sentAt", mail.sentAt().toString())
                        .put("confirmationUrl", mail.confirmationUrl()));
        return HttpReply.json(200, Json.object().set("mails", mails));
    }

    /** A REST API has a host name of its own on AWS; here it has a path. */
    private String shownUrl(String value) {
        return value.replaceFirst(
                "^https://([a-z0-9]+)\\.execute-api\\." + names.region() + "\\.amazonaws\\.com/",
                endpoint() + "/" + ApiGateway.PREFIX + "/$1/");
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
     * @throws workshop.cloud.AwsError with the reason when it could not be deployed
     */
    public Map<String, String> deploy(Path cdkOut, String stackName, Consumer<String> progress) {
        CloudAssembly.Stack stack = CloudAssembly.read(cdkOut).stack(stackName);
        stack.assets().stream()
                .filter(asset -> Files.isDirectory(asset.path()))
                .forEach(asset -> s3.putFolder(s3.assetBucket(), asset.key(), asset.path()));
        Deployed deployed = cloudFormation.deploy(stack.name(), stack.template());
        deployed.warnings().forEach(progress);
        return deployed.outputs();
    }

    /** Deletes a stack and all that is in it; one that doesn't exist is no error. */
    public void destroy(String stackName) {
        cloudFormation.delete(stackName);
    }

    /** Whether there is such a stack, and nobody is deleting it. */
    public boolean isDeployed(String stackName) {
        return cloudFormation.isDeployed(stackName);
    }

    /** What is deployed now, of all stacks. */
    public List<DeployedResource> resources() {
        return cloudFormation.resources();
    }

    /** What templates may declare here. */
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

    /** Answers browsers that open the endpoint itself. */
    public void home(Service service) {
        gateway.home(service);
    }

    public Trace trace() {
        return trace;
    }

    public Faults faults() {
        return faults;
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
        long before = trace.count();
        return lambda.isQuiet() && eventBridge.isQuiet() && sns.isQuiet() && trace.count() == before;
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
