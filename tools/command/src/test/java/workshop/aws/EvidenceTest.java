package workshop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.project.Repository;
import workshop.terminal.Problem;

class EvidenceTest {
    private static final Path PAGE = Repository.ofLauncher().home().resolve("docs/aws-evidence.md");

    @TempDir
    private Path folder;

    private Evidence evidence;

    @BeforeEach
    void thePageAsItIsInTheRepository() throws IOException {
        Path page = Files.copy(PAGE, folder.resolve("page.md"));
        evidence = new Evidence(page, "nowhere");
    }

    private String page() throws IOException {
        return Files.readString(evidence.page());
    }

    @Test
    void thePageSaysThatNobodyHasRunItOrWhatWasSeen() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page.contains(Evidence.NOTHING_YET)).isNotEqualTo(page.contains("\n## "));
    }

    @Test
    void aSectionTakesThePlaceOfTheOneBeforeIt() throws IOException {
        evidence.write("step-1-stream", "| first |");
        evidence.write("solution", "| of $1 the solution |\n");
        evidence.write("step-1-stream", "| second |\n\n| table |");

        assertThat(page())
                .startsWith("# Seen on AWS\n")
                .doesNotContain(Evidence.NOTHING_YET, "first")
                .endsWith("""

                        ## step-1-stream

                        | second |

                        | table |

                        ## solution

                        | of $1 the solution |
                        """);
    }

    @Test
    void aPageThatIsNotThereBeginsWithWhereItWasSeen() throws IOException {
        Evidence local = new Evidence(folder.resolve("target/evidence.md"), "the local cloud");
        local.write("solution", "all passed");
        assertThat(Files.readString(local.page()))
                .isEqualTo("# Seen in: the local cloud\n\n## solution\n\nall passed\n");
    }

    @Test
    void nothingButAwsIsRecordedAsAws() {
        for (String name : new String[] {"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"}) {
            assertThatThrownBy(() -> Evidence.ofAws(folder, Map.of(name, "http://127.0.0.1:4566")))
                    .isInstanceOf(Problem.class)
                    .hasMessageStartingWith(name + " is set, so what would be recorded is not AWS.");
        }
    }
}
