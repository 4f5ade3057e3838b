package workshop.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import workshop.cloud.cloudformation.CloudAssembly;

/** What a cloud assembly has for the functions: folders of jars. */
record LambdaPackage(Path assembly) {

    List<Measurement> measurements() {
        long bytes = CloudAssembly.read(assembly).stack(null).assets().stream()
                .map(CloudAssembly.Asset::path)
                .filter(Files::isDirectory)
                .mapToLong(LambdaPackage::bytes)
                .sum();
        return List.of(Measurement.atMost("Lambda package", bytes / 1e6, 12, "MB"));
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + folder, e);
        }
    }
}
