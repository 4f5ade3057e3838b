package workshop.cloud.dynamodb;

import static java.util.Map.entry;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;
import workshop.cloud.shape.Shape.OneOf;

/** The members of AWS's requests, as the SDK's classes name them, but for those that DynamoDB Local takes and forgets. */
final class TakenMembers {
    /** What has an effect of all that tables are created and updated with. */
    private static final String OF_TABLES = "AttributeDefinitions|BillingMode|DeletionProtectionEnabled|KeySchema"
            + "|(Global|Local)SecondaryIndex(es|Updates)|ProvisionedThroughput|StreamSpecification|TableName";

    /** What DynamoDB refuses, and DynamoDB Local takes or says otherwise; ExclusiveStartShardId has those of ShardId. */
    private static final Map<String, Shape> BOUNDS = Map.ofEntries(
            entry("AttributeName", Shape.text(1, 255)),
            entry("AttributesToGet", Shape.list(Shape.text(), 1, Integer.MAX_VALUE)),
            entry("CapacityUnits", Shape.whole(1, Long.MAX_VALUE)),
            entry("ClientRequestToken", Shape.text(1, 36)),
            entry("ExclusiveStartTableName", TableType.NAME),
            entry("Limit", Shape.whole(1, Integer.MAX_VALUE)),
            entry("NonKeyAttributes", Shape.list(Shape.text(1, 255), 1, 20)),
            entry("Segment", Shape.whole(0, 999_999)),
            entry("ShardId", Shape.text(28, 65)),
            entry("ShardIterator", Shape.text(1, 2048)),
            entry("StreamArn", Shape.text(37, 1024, "arn:.+")),
            entry("TableName", Shape.text(1, 1024)),
            entry("TotalSegments", Shape.whole(1, 1_000_000)),
            entry("IndexName", TableType.NAME));

    /** What DynamoDB Local doesn't miss, or misses in other words: members of any structure, or of one. */
    private static final String REQUIRED =
            ".*\\.(Item|Keys?|RequestItems|ShardId|ShardIterator(Type)?|StreamArn|TableName|TimeToLiveSpecification"
                    + "|TransactItems|Get|Attribute(Name|Type)|KeyType|(Read|Write)CapacityUnits|StreamEnabled)"
                    + "|TimeToLive.*|Condition\\.ComparisonOperator|(ConditionCheck\\.Condition|Update\\.Update)Expression"
                    + "|.+Index.*\\.(IndexName|KeySchema|Projection)";

    /**
     * Lists of words in the order in which AWS names them, as far as that was recorded; others are in that of the alphabet.
     *
     * @see <a href="https://github.com/architect/dynalite/tree/main/test">dynalite's tests, run against AWS</a>
     */
    private static final List<Set<String>> ORDERS = Stream.of(
                    "SPECIFIC_ATTRIBUTES COUNT ALL_ATTRIBUTES ALL_PROJECTED_ATTRIBUTES",
                    "INDEXES TOTAL NONE",
                    "ALL_NEW UPDATED_OLD ALL_OLD NONE UPDATED_NEW",
                    "SIZE NONE",
                    "OR AND",
                    "IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS",
                    "PROVISIONED PAY_PER_REQUEST")
            .<Set<String>>map(words -> new LinkedHashSet<>(List.of(words.split(" "))))
            .toList();

    private TakenMembers() {}

    static Members of(String operation, SdkPojo request) {
        Members members = members(request, name -> !operation.endsWith("Table") || name.matches(OF_TABLES));
        boolean creates = operation.equals("CreateTable");
        Member name = new Member("TableName", TableType.NAME, creates, false, false, true);
        return creates || operation.equals("ListStreams") ? members.and(name) : members;
    }

    private static Members members(SdkPojo structure, Predicate<String> taken) {
        String name = structure.getClass().getEnclosingClass().getSimpleName();
        return Members.of(structure.sdkFields().stream()
                .filter(field -> taken.test(field.locationName()))
                .map(field -> {
                    boolean required = (name + "." + field.locationName()).matches(REQUIRED);
                    return new Member(field.locationName(), shape(structure, field), required, false, false, true);
                })
                .toList());
    }

    /** One of the values that the SDK's class lists, or what else the member takes: DynamoDB Local doesn't check all lists. */
    private static Shape shape(SdkPojo structure, SdkField<?> field) {
        return Stream.of(structure.getClass().getMethods())
                .filter(method ->
                        method.getName().equalsIgnoreCase(field.memberName()) && method.getParameterTypes()[0].isEnum())
                .findFirst()
                .map(method -> Stream.of(method.getParameterTypes()[0].getEnumConstants())
                        .map(Object::toString)
                        .filter(value -> !value.equals("null")) // those that the SDK doesn't know
                        .collect(Collectors.toCollection(TreeSet::new)))
                .<Shape>map(words -> new OneOf(
                        ORDERS.stream().filter(words::equals).findFirst().orElse(words), Set.of()))
                .orElseGet(() -> shape(field));
    }

    private static Shape shape(SdkField<?> field) {
        ListTrait list = field.getTrait(ListTrait.class);
        MapTrait map = field.getTrait(MapTrait.class);
        String name = field.locationName().replaceFirst("^(ExclusiveStart(?=S)|(Read|Write)(?=C))", "");
        if (BOUNDS.containsKey(name)) {
            return BOUNDS.get(name);
        }
        if (list != null) {
            Shape item = shape(list.memberFieldInfo());
            return name.equals("TransactItems") ? Shape.list(item, 1, 100) : Shape.list(item);
        }
        if (map != null) {
            return Shape.map(shape(map.valueFieldInfo()));
        }
        return field.constructor() == null || field.constructor().get() instanceof AttributeValue.Builder
                ? Shape.ANY // its type and its bounds DynamoDB Local knows
                : members(field.constructor().get(), its -> !its.matches("(OnDemand|Warm)Throughput")); // of indexes
    }
}
