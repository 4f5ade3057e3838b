package workshop.cloud.iam;

import static workshop.cloud.ResourceType.tags;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The resource types of IAM, and the one that other services have of it: the policy of a resource. */
public record IamTypes(Iam iam) {
    private static final Shape POLICY_NAME = text(1, 128, "[\\w+=,.@-]+");
    private static final Shape DESCRIPTION = text(0, 1000, "[\\t\\n\\r -~\u00a1-\u00ff]*");
    private static final String TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
    private static final String DOCUMENT = "PolicyDocument";
    private static final String RESERVED =
            "Paths beginning with '/aws-service-role' are reserved for AWS Service Linked Roles";
    private static final int MAX_TRUST = 4096; // the highest to which it can be raised
    private static final int MAX_MANAGED = 6144;

    public List<ResourceType> all() {
        return List.of(role(), policy(), managedPolicy());
    }

    public ResourceType role() {
        Members inline = Members.of(required("PolicyName", POLICY_NAME), required(DOCUMENT, Policy.OF_IDENTITY));
        Shape arn = text(20, 2048, "arn:(aws[a-zA-Z-]*)?:iam::(\\d{12}|aws):policy/[\\w+=,.@\\-/]+");
        Members properties = Members.of(
                        optional("RoleName", text(1, 64, "[\\w+=,.@-]+")).naming(),
                        required("AssumeRolePolicyDocument", Policy.TRUST),
                        optional("Policies", list(inline)),
                        optional("ManagedPolicyArns", list(arn, 0, 20).distinct()),
                        tags(text(1, 128, TAG + "+"), required("Value", text(0, 256, TAG + "*"))),
                        withoutEffect("Description", DESCRIPTION),
                        optional("Path", text(1, 512, "/|/[!-~]+/")).replacing(),
                        withoutEffect("MaxSessionDuration", whole(3600, 43_200)))
                .refuse(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
                        role -> !role.path("Tags").findValuesAsText("Key").stream()
                                .allMatch(new TreeSet<>(String.CASE_INSENSITIVE_ORDER)::add),
                        "Tags")
                .refuse(RESERVED, IamTypes::isReserved, "Path")
                .returning("Arn", "RoleId");
        return new ResourceType("AWS::IAM::Role", properties)
                .existsIf((name, given) -> isTaken(iam.roles.keySet(), name))
                .creates(declaration -> put(declaration.nameFrom("RoleName"), declaration, Map.of()))
                .replaces(this::update)
                .deletes(existing -> iam.delete(iam.roleArn(existing.ref())));
    }

    private static boolean isReserved(JsonNode given) {
        return given.path("Path").asText().startsWith("/aws-service-role/");
    }

    /** Whether there is one of this name, whatever its path; capital letters make no other name. */
    private static boolean isTaken(Set<String> arns, String name) {
        return arns.stream()
                .map(Arn::parse)
                .anyMatch(arn -> !arn.account().equals("aws") && arn.name().equalsIgnoreCase(name));
    }

    /** @param attached what other resources attach to it */
    private Physical put(String name, Declaration declaration, Map<String, Policy> attached) {
        Policy trust = Policy.of(declaration.properties().path("AssumeRolePolicyDocument"));
        iam.invalidPrincipal(trust).ifPresent(why -> {
            throw AwsError.of("MalformedPolicyDocument", why);
        });
        Policy.limit(MAX_TRUST, "Cannot exceed quota for ACLSizePerRole: " + MAX_TRUST, List.of(trust));
        Role role = new Role(name, trust);
        for (JsonNode inline : declaration.properties().path("Policies")) {
            role.attach(inline.path("PolicyName").asText(), Policy.of(inline.path(DOCUMENT)));
        }
        for (JsonNode managed : declaration.properties().path("ManagedPolicyArns")) {
            role.attach(managed.asText(), iam.managedPolicy(managed.asText()));
        }
        attached.forEach(role::attach);
        String arn = arn("role", declaration.properties(), name);
        iam.roles.put(arn, role);
        return new Physical(name, Map.of("Arn", arn, "RoleId", "AROA" + Integer.toHexString(name.hashCode())));
    }

    private Physical update(Declaration declaration, Physical existing) {
        Map<String, Policy> attached = new HashMap<>(iam.role(iam.roleArn(existing.ref())).policies);
        attached.keySet().removeIf(name -> !name.startsWith(Role.ATTACHED));
        return put(existing.ref(), declaration, attached);
    }

    ResourceType policy() {
        Members properties = Members.of(
                        required("PolicyName", POLICY_NAME),
                        required(DOCUMENT, Policy.OF_IDENTITY),
                        required("Roles", list(text(), 1, Integer.MAX_VALUE)))
                .returning("Id");
        ResourceType type = new ResourceType("AWS::IAM::Policy", properties);
        return type.creates(this::putInline)
                .replaces((declaration, existing) -> {
                    Physical put = putInline(declaration);
                    if (!put.equals(existing)) {
                        type.delete(existing);
                    }
                    return put;
                })
                .deletes(existing -> iam.attach(existing.ref(), null, List.of()));
    }

    /** Throws if a policy of this name, from another resource, is attached to one of the roles. */
    private Physical putInline(Declaration declaration) {
        String named = Role.ATTACHED + declaration.text("PolicyName") + " ";
        String id = named + declaration.stackName() + "|" + declaration.logicalId();
        List<String> roles = Json.texts(declaration.properties().path("Roles"));
        List<String> others = roles.stream()
                .flatMap(role -> iam.role(iam.roleArn(role)).attached(named).stream())
                .filter(other -> !other.equals(id))
                .map(other -> other.substring(named.length()))
                .toList();
        AwsError.refuse(
                !others.isEmpty(),
                "AlreadyExists",
                "Policy resource was already managed by another stack or another resource in the current stack."
                        + " Found stacks: " + others);
        iam.attach(id, Policy.of(declaration.properties().path(DOCUMENT)), roles);
        return new Physical(id, Map.of("Id", id));
    }

    /** A policy of its own, which roles refer to or which it attaches to roles itself. */
    public ResourceType managedPolicy() {
        Members properties = Members.of(
                        optional("ManagedPolicyName", POLICY_NAME).naming(),
                        required(DOCUMENT, Policy.MANAGED),
                        optional("Roles", list(text(1, 64)).distinct()),
                        optional("Path", text(1, 512, "((/[A-Za-z0-9.,+@=_-]+)*)/"))
                                .replacing(),
                        optional("Description", DESCRIPTION).replacing().withoutEffect())
                .refuse(RESERVED, IamTypes::isReserved, "Path")
                .returning("PolicyArn", "PolicyId");
        return new ResourceType("AWS::IAM::ManagedPolicy", properties)
                .existsIf((name, given) -> isTaken(iam.managedPolicies.keySet(), name))
                .creates(declaration -> putManaged(
                        arn("policy", declaration.properties(), declaration.nameFrom("ManagedPolicyName")),
                        declaration))
                .updates((declaration, existing) -> putManaged(existing.ref(), declaration))
                .deletes(existing -> iam.deleteManaged(existing.ref()));
    }

    private String arn(String kind, ObjectNode properties, String name) {
        return Arn.withoutRegion("iam", kind + properties.path("Path").asText("/") + name);
    }

    private Physical putManaged(String arn, Declaration declaration) {
        Policy policy = Policy.of(declaration.properties().path(DOCUMENT));
        Policy.limit(MAX_MANAGED, "Cannot exceed quota for PolicySize: " + MAX_MANAGED, List.of(policy));
        iam.attach(
                Role.ATTACHED + arn, policy, Json.texts(declaration.properties().path("Roles")));
        iam.managedPolicies.put(arn, policy);
        iam.roles.values().forEach(role -> role.replace(arn, policy));
        return new Physical(arn, Map.of("PolicyArn", arn, "PolicyId", "ANPA" + Integer.toHexString(arn.hashCode())));
    }

    /**
     * {@code AWS::SNS::TopicPolicy} and {@code AWS::SQS::QueuePolicy}: the one policy of each of several resources.
     *
     * @param elements what the service asks for in a document
     * @param resources the property that names them; the physical resource remembers them under the same name
     * @param set gives one of them the policy of a document, or takes it away
     */
    public static ResourceType ofEach(
            String name, Members elements, String resources, BiConsumer<String, Optional<JsonNode>> set) {
        Members properties = Members.of(
                        required(DOCUMENT, Shape.json(elements.refuse(Policy::notHere))),
                        required(resources, list(text(1, 1024), 1, Integer.MAX_VALUE)))
                .returning("Id");
        return new ResourceType(name, properties)
                .creates(declaration -> put(declaration, declaration.generatedName(), resources, set))
                .replaces((declaration, existing) -> put(declaration, existing.ref(), resources, set))
                .deletes(
                        existing -> List.of(existing.attributes().get(resources).split(" "))
                                .forEach(each -> set.accept(each, Optional.empty())));
    }

    private static Physical put(
            Declaration declaration, String id, String resources, BiConsumer<String, Optional<JsonNode>> set) {
        List<String> all = Json.texts(declaration.properties().path(resources));
        List<String> old = Json.texts(declaration.before().path(resources));
        try {
            all.forEach(each ->
                    set.accept(each, Optional.of(declaration.properties().path(DOCUMENT))));
        } catch (AwsError refused) {
            takeBut(old, all, set);
            throw refused;
        }
        takeBut(all, old, set);
        return new Physical(id, Map.of("Id", id, resources, String.join(" ", all)));
    }

    private static void takeBut(List<String> kept, List<String> from, BiConsumer<String, Optional<JsonNode>> set) {
        from.stream().filter(each -> !kept.contains(each)).forEach(each -> set.accept(each, Optional.empty()));
    }
}
