package workshop.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import workshop.cloud.cloudformation.CloudAssembly;
import workshop.course.FileTree;

/** What a cloud assembly has for the functions: folders of jars. */
record LambdaPackage(Path assembly) {

    List<Measurement> measurements() {
        long bytes = CloudAssembly.read(assembly).stack(null).assets().stream()
                .map(CloudAssembly.Asset::path)
                .filter(Files::isDirectory)
                .flatMap(folder -> new FileTree(folder).files().stream())
                .mapToLong(file -> file.toFile().length())
                .sum();
        return List.of(Measurement.atMost("Lambda package", bytes / 1e6, 12, "MB"));
    }
}
