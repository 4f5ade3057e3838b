package workshop.cloud.lambda.runtime;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Calls with the clients of AWS's SDK for Java 2 that are on the class path: of each, one operation that needs no input. */
final class ClientCalls {
    private static final Pattern CLIENT =
            Pattern.compile("software/amazon/awssdk/services/[^/]+/(?!Default|\\w*Async)\\w+Client\\.class");

    private ClientCalls() {}

    /** @param endpoint where they are sent */
    static void to(EmptyEndpoint endpoint) throws IOException {
        System.setProperty("aws.endpointUrl", "http://" + endpoint.authority());
        System.setProperty("aws.accessKeyId", "none");
        System.setProperty("aws.secretAccessKey", "none");
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            for (String client : clients(entry)) {
                try {
                    call(Class.forName(client));
                } catch (ReflectiveOperationException | LinkageError e) {
                    System.err.println(client + ": " + (e.getCause() == null ? e : e.getCause()));
                }
            }
        }
    }

    private static List<String> clients(String entry) throws IOException {
        if (!entry.endsWith(".jar")) {
            return List.of();
        }
        try (JarFile jar = new JarFile(entry)) {
            return jar.stream()
                    .map(file -> file.getName())
                    .filter(name -> CLIENT.matcher(name).matches())
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .toList();
        }
    }

    private static void call(Class<?> type) throws ReflectiveOperationException {
        Object client = type.getMethod("create").invoke(null);
        Optional<Method> operation = Stream.of(type.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> method.getReturnType().getSimpleName().endsWith("Response"))
                .min(Comparator.comparing(Method::getName));
        if (operation.isPresent()) {
            operation.get().invoke(client);
        }
    }
}
