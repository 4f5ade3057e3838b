package workshop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * What each operation declares, held against AWS's own list. A member of AWS's that is not declared is refused by name, as
 * {@code OperationsTest} shows; so here each that is declared must be AWS's, and of AWS's type.
 */
class MembersTest {
    /** What the CDK CLI's SDK has and the Java SDK of CloudFormation, published by Maven only up to an older one, not yet. */
    private static final List<String> NEWER =
            List.of("CreateChangeSet.DeploymentConfig", "DeleteStack.DeploymentConfig");

    @AutoClose
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
    }

    @TestFactory
    Stream<DynamicTest> anOperationDeclaresOnlyMembersThatAwsHas() {
        return account.services().entrySet().stream()
                .flatMap(service -> service.getValue().members().entrySet().stream()
                        .map(operation -> DynamicTest.dynamicTest(
                                service.getKey() + ":" + operation.getKey(),
                                () -> assertThat(
                                                differences(service.getKey(), operation.getKey(), operation.getValue()))
                                        .isEmpty())));
    }

    private static List<String> differences(String service, String operation, Members declared) {
        List<String> differences = new ArrayList<>();
        compare(operation, declared, AwsRequest.of(service, operation).request(), differences);
        return differences;
    }

    private static void compare(String path, Members declared, SdkPojo structure, List<String> differences) {
        Map<String, SdkField<?>> ofAws = AwsRequest.members(structure);
        for (Member member : declared.byName().values()) {
            String where = path + "." + member.name();
            SdkField<?> field = ofAws.get(member.name());
            if (field == null && NEWER.contains(where)) {
                continue;
            }
            if (field == null) {
                differences.add(where + " is none of AWS's: " + ofAws.keySet());
                continue;
            }
            compareShape(where, member.shape(), field, differences);
        }
    }

    private static void compareShape(String where, Shape shape, SdkField<?> field, List<String> differences) {
        SdkPojo structure = AwsRequest.structure(field);
        Shape inner = shape;
        while (inner instanceof Shape.ListOf || inner instanceof Shape.MapOf) {
            inner = inner instanceof Shape.ListOf list ? list.item() : ((Shape.MapOf) inner).value();
        }
        if (inner instanceof Members members && structure != null) {
            compare(where, members, structure, differences);
        } else if (inner == Shape.ANY && structure != null && AwsRequest.isRecursive(structure)) {
            return; // its depth has no bound, so no declaration has it
        } else if (structure != null || inner != Shape.ANY && !fits(shape, field.marshallingType())) {
            differences.add(where + " is declared as " + shape + ", and on AWS it is " + field.marshallingType()
                    + (structure == null
                            ? ""
                            : " with the members "
                                    + AwsRequest.members(structure).keySet()));
        }
    }

    private static boolean fits(Shape shape, MarshallingType<?> type) {
        if (shape instanceof Shape.Text || shape instanceof Shape.OneOf) {
            return type == MarshallingType.STRING || type == MarshallingType.SDK_BYTES;
        }
        if (shape instanceof Shape.Number number) {
            return number.whole()
                    ? List.of(MarshallingType.INTEGER, MarshallingType.LONG, MarshallingType.SHORT)
                            .contains(type)
                    : List.of(MarshallingType.DOUBLE, MarshallingType.FLOAT, MarshallingType.INSTANT)
                            .contains(type);
        }
        return shape instanceof Shape.Flag && type == MarshallingType.BOOLEAN
                || shape instanceof Shape.ListOf && type == MarshallingType.LIST
                || shape instanceof Shape.MapOf && type == MarshallingType.MAP;
    }
}
