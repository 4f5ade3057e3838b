package workshop.course.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The process of {@link TestProcess}. What the project depends on is loaded once, with this class; the project's own
 * classes are loaded anew when they were compiled anew.
 */
final class TestWorker {
    private static final BuildFolder BUILT = new BuildFolder(Path.of(""));

    private TestWorker() {}

    /**
     * What it is to run. It answers with the name of each test that begins and the result of each that ends, then with null.
     *
     * @param isAnew whether the project was compiled since the last order
     */
    record Order(boolean isAnew, Selection selection) implements Serializable {}

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        InputStream in = System.in;
        ObjectOutputStream replies =
                new ObjectOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // What the tests print is not for the other end of the pipe.
        System.setOut(System.err);
        System.setIn(InputStream.nullInputStream());
        Runtime.getRuntime().addShutdownHook(new Thread(TestReporter::printWhoExits));
        Properties properties = (Properties) System.getProperties().clone();
        URLClassLoader project = load();
        // One session for all runs: what tests keep in its store, they find again after their classes were loaded anew.
        try (LauncherSession session = LauncherFactory.openSession();
                ObjectInputStream orders = new ObjectInputStream(new BufferedInputStream(in))) {
            while (true) {
                Order order = (Order) orders.readObject();
                if (order.isAnew()) {
                    project.close();
                    project = load();
                    System.setProperties((Properties) properties.clone());
                }
                run(session.getLauncher(), order.selection(), project, replies);
            }
        } catch (EOFException nothingMoreToRun) {
            // The tests' own threads don't keep the process.
            System.exit(0);
        }
    }

    private static URLClassLoader load() throws MalformedURLException {
        URL[] urls = {
            BUILT.testClasses().toUri().toURL(), BUILT.classes().toUri().toURL()
        };
        return new URLClassLoader(urls, TestWorker.class.getClassLoader());
    }

    private static void run(Launcher launcher, Selection selection, ClassLoader project, ObjectOutputStream replies)
            throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader dependencies = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(project);
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectors(selection, project))
                    .filters(only(selection))
                    .build();
            launcher.execute(request, new TestReporter(replies));
        } finally {
            thread.setContextClassLoader(dependencies);
        }
        replies.writeObject(null);
        replies.reset();
        replies.flush();
    }

    private static PostDiscoveryFilter only(Selection selection) {
        return descriptor -> FilterResult.includedIf(descriptor
                .getSource()
                .flatMap(TestReporter::method)
                .filter(test -> !selection.contains(test))
                .isEmpty());
    }

    private static List<ClassSelector> selectors(Selection selection, ClassLoader project) {
        return selection.classes().stream()
                .map(type -> {
                    try {
                        return DiscoverySelectors.selectClass(Class.forName(type, false, project));
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException("The project was compiled without " + type, e);
                    }
                })
                .toList();
    }
}
