package workshop.cloud;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class ArchitectureTest {
    private static final String[] OF_ALL_SERVICES = {
        "..delivery..", "..faults..", "..gateway..", "..iam..", "..shape..", "..trace.."
    };

    /** Maven runs the tests in the module's folder. */
    private static final JavaClasses CLOUD = new ClassFileImporter().importPath(Path.of("target/classes"));

    /** Streams and queues are part of how Lambda reads them, its log groups of how it logs, its answers of what an API answers. */
    @Test
    void servicesKnowEachOtherOnlyByArnButForWhatLambdaReadsWritesAndAnswers() {
        slices().matching("workshop.cloud.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAnyPackage(OF_ALL_SERVICES))
                .ignoreDependency(resideInAnyPackage(OF_ALL_SERVICES), alwaysTrue())
                .ignoreDependency(resideInAPackage("..lambda"), resideInAnyPackage("..dynamodb", "..logs", "..sqs"))
                .ignoreDependency(resideInAPackage("..apigateway"), resideInAPackage("..lambda"))
                .check(CLOUD);
    }

    @Test
    void packagesKnowEachOtherInOneDirectionOnly() {
        slices().matching("workshop.cloud.(*)..").should().beFreeOfCycles().check(CLOUD);
    }

    @Test
    void whoMayDoWhatIsDecidedWithoutKnowingWhatIsDelivered() {
        noClasses()
                .that()
                .resideInAPackage("..iam")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..delivery", "..gateway", "..faults")
                .check(CLOUD);
    }

    @Test
    void noServiceKnowsTheAccountThatPutsAllTogether() {
        noClasses()
                .that()
                .resideInAPackage("workshop.cloud.*..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Account.class, LocalApi.class)
                .check(CLOUD);
    }
}
