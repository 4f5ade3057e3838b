package workshop.authoring;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class ArchitectureTest {

    /** Maven runs the tests in the module's folder. */
    @Test
    void packagesKnowEachOtherInOneDirectionOnly() {
        slices().matching("workshop.(**)")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter().importPath(Path.of("target/classes")));
    }
}
