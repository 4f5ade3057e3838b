package workshop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class ArchitectureTest {
    /** Maven runs the tests in the module's folder. */
    private static final JavaClasses COMMAND = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void packagesKnowEachOtherInOneDirectionOnly() {
        slices().matching("workshop.(**)").should().beFreeOfCycles().check(COMMAND);
    }

    @Test
    void noCommandKnowsTheOneThatKnowsThemAll() {
        noClasses()
                .that()
                .resideInAPackage("workshop.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("workshop")
                .check(COMMAND);
    }
}
