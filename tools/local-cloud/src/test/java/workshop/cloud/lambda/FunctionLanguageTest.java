package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Options;

/** A function's language and encoding, also where the machine's are others and its folders have names in them. */
class FunctionLanguageTest {
    /** The locale, the charset, that of names of files, LANG, a variable with letters of its own, and the bytes of "Größe". */
    private static final String AS_ON_AWS = "\"en_US UTF-8 UTF-8 en_US.UTF-8 grüße 7\"";

    @TempDir
    private Path folder;

    private Path code;

    @BeforeEach
    void packageInAFolderWithSuchAName() throws IOException {
        code = folder.resolve("Wörk shöp/asset.1");
        Path classes = Path.of("target/test-classes");
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = code.resolve(classes.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void aFunctionSpeaksEnglishAndUtf8AsOnAws() {
        try (Account account = Account.open(Options.defaults().withPort(0))) {
            Assembly assembly = new Assembly()
                    .function(
                            ScriptedFunction.class,
                            "",
                            "'MemorySize': 128, 'Environment': {'Variables': {'GREETING': 'grüße'}}");
            account.deploy(assembly.writeTo(folder, code), null, warning -> {});
            assertThat(new Client(account.endpoint())
                            .invoke("ScriptedFunction", "\"language\"")
                            .body())
                    .isEqualTo(AS_ON_AWS);
            assertThat(account.log("/aws/lambda/ScriptedFunction", "answered", 1))
                    .containsExactly("answered " + AS_ON_AWS);
        }
    }
}
