package workshop.machine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workshop.aws.AccountCheck;
import workshop.local.Port;
import workshop.project.Cdk;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.terminal.Bounds;
import workshop.terminal.Diagnosis;
import workshop.terminal.Terminal;

/** {@code doctor}: whether this machine has what the workshop needs, a line each with the fix. */
@Command(name = "doctor", description = "Say what this machine lacks, and how to fix it.")
public final class Doctor implements Callable<Integer> {
    private static final long ENOUGH_DISK = 2L << 30;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "4566", description = "The port that up will take.")
    private int port;

    @Option(
            names = "--aws",
            description = "Check the AWS account too: region, credentials, bootstrap, and the CDK CLI.")
    private boolean aws;

    @Override
    public Integer call() throws InterruptedException {
        Bounds.PORT.require("--port", port);
        Terminal terminal = Terminal.ofLauncher();
        Repository repository = Repository.ofLauncher();
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        List<Diagnosis> diagnoses = new ArrayList<>(new Programs(repository.home()).diagnoses());
        diagnoses.addAll(List.of(
                central(),
                npmRegistry(),
                port(),
                folder("Repository", repository.home(), "Work and builds"),
                folder("Home", Path.of(home), "Downloads of Maven, npm and CDK")));
        if (aws) {
            diagnoses.addAll(AccountCheck.ofEnvironment().diagnoses());
            diagnoses.add(cdk(repository.projects()));
        }
        diagnoses.forEach(diagnosis -> terminal.line(diagnosis.line(terminal)));
        return diagnoses.stream().allMatch(Diagnosis::good) ? 0 : 1;
    }

    private static Diagnosis central() throws InterruptedException {
        return reachable(
                "Maven Central",
                URI.create("https://repo.maven.apache.org/maven2/"),
                "Check the network. A proxy or mirror must be in ~/.m2/settings.xml: Maven reads no HTTPS_PROXY."
                        + " What you have already downloaded works without a network.");
    }

    private static Diagnosis npmRegistry() throws InterruptedException {
        return reachable(
                "npm registry",
                URI.create("https://registry.npmjs.org/"),
                "Check the network. For a proxy: npm config set proxy …; for a mirror: npm config set registry …");
    }

    private static Diagnosis reachable(String subject, URI uri, String fix) throws InterruptedException {
        HttpRequest head = HttpRequest.newBuilder(uri)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpClient.newHttpClient().send(head, HttpResponse.BodyHandlers.discarding());
            return new Diagnosis(subject, true, "reachable", fix);
        } catch (IOException e) {
            return new Diagnosis(subject, false, "can't be reached: " + e, fix);
        }
    }

    /** Whether what npm installed is what each project pins; what isn't installed yet will be. */
    static Diagnosis cdk(List<Project> projects) {
        List<String> others = projects.stream()
                .filter(project ->
                        !Cdk.installed(project).map(Cdk.pinned(project)::equals).orElse(true))
                .map(project -> project.name() + " pins " + Cdk.pinned(project) + " and has "
                        + Cdk.installed(project).orElseThrow())
                .toList();
        String pinned = projects.stream().map(Cdk::pinned).distinct().collect(Collectors.joining(", "));
        return new Diagnosis(
                "CDK CLI",
                others.isEmpty(),
                others.isEmpty() ? pinned + ", as pinned" : String.join("; ", others),
                "npm ci, in that folder; and use npx cdk there, not a global cdk.");
    }

    private Diagnosis port() {
        boolean free = Port.isFree(port);
        String fix = "End what uses it, or give \"up\" another port: --port 4567";
        return new Diagnosis("Port " + port, free, free ? "free" : "taken", fix);
    }

    static Diagnosis folder(String subject, Path folder, String kept) {
        boolean writable = Files.isWritable(folder);
        long free = folder.toFile().getUsableSpace();
        String found = folder + (writable ? ", " + (free >> 20) + " MB free" : " can't be written");
        String fix =
                kept + " are kept in it: take a folder where you may write, with " + (ENOUGH_DISK >> 30) + " GB free.";
        return new Diagnosis(subject, writable && free >= ENOUGH_DISK, found, fix);
    }
}
