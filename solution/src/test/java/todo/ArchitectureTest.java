package todo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which package may know which. A package that is not there yet breaks no rule. */
class ArchitectureTest {
    /** On Jackson, for those who want it in the Lambda package. */
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>\\s*<groupId>com\\.fasterxml\\.jackson\\.core<");

    /** Everything that is built together with {@link Todo}, so no tests, wherever a tool builds them. */
    private static final JavaClasses SYSTEM = new ClassFileImporter()
            .importUrl(Todo.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void only_the_infrastructure_knows_CDK_and_what_comes_with_it() throws IOException {
        boolean hasJackson =
                DEPENDENCY.matcher(Files.readString(Path.of("pom.xml"))).find();
        noClasses()
                .that()
                .resideOutsideOfPackage("todo.infra..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon.awscdk..",
                        "software.constructs..",
                        "software.amazon.jsii..",
                        hasJackson ? "" : "com.fasterxml.jackson..")
                .because("CDK is not in the Lambda package, nor is Jackson, which comes with it; todo.Json writes JSON")
                .check(SYSTEM);
    }

    @Test
    void the_packages_know_each_other_in_one_direction_only() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("to-do")
                .definedBy("todo")
                .layer("API")
                .definedBy("todo.api..")
                .layer("events")
                .definedBy("todo.events..")
                .layer("notifications")
                .definedBy("todo.notifications..")
                .layer("handlers")
                .definedBy("todo.handlers..")
                .layer("infrastructure")
                .definedBy("todo.infra..")
                .whereLayer("to-do")
                .mayNotAccessAnyLayer()
                .whereLayer("API")
                .mayOnlyBeAccessedByLayers("infrastructure")
                .whereLayer("events")
                .mayOnlyBeAccessedByLayers("handlers", "infrastructure")
                .whereLayer("notifications")
                .mayOnlyBeAccessedByLayers("handlers", "infrastructure")
                .whereLayer("handlers")
                .mayOnlyBeAccessedByLayers("infrastructure")
                .whereLayer("infrastructure")
                .mayNotBeAccessedByAnyLayer()
                .check(SYSTEM);
    }
}
