package workshop.course.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import workshop.course.manifest.TestName;

/** How a {@link TestProcess} and its {@link TestWorker} talk: what to run in, what came of it out. */
final class WorkerProtocol {
    /**
     * What the worker is to do.
     *
     * @param isAnew whether the project was compiled since the last order
     */
    record Order(boolean isAnew, Selection selection) {}

    /** What the worker says next. */
    enum Reply {
        STARTED,
        ENDED,
        DONE
    }

    private WorkerProtocol() {}

    static void write(DataOutputStream out, Order order) throws IOException {
        out.writeBoolean(order.isAnew());
        write(out, order.selection());
        out.flush();
    }

    /** @throws java.io.EOFException if there is nothing more to do */
    static Order order(DataInputStream in) throws IOException {
        return new Order(in.readBoolean(), selection(in));
    }

    private static void write(DataOutputStream out, Selection selection) throws IOException {
        out.writeInt(selection.methods().size());
        for (var entry : selection.methods().entrySet()) {
            text(out, entry.getKey());
            out.writeInt(entry.getValue().size());
            for (String method : entry.getValue()) {
                text(out, method);
            }
        }
        out.writeInt(selection.without().size());
        for (TestName test : selection.without()) {
            test(out, test);
        }
    }

    private static Selection selection(DataInputStream in) throws IOException {
        SortedMap<String, SortedSet<String>> methods = new TreeMap<>();
        int classes = in.readInt();
        for (int i = 0; i < classes; i++) {
            SortedSet<String> names = methods.computeIfAbsent(text(in), type -> new TreeSet<>());
            int count = in.readInt();
            for (int j = 0; j < count; j++) {
                names.add(text(in));
            }
        }
        SortedSet<TestName> without = new TreeSet<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            without.add(test(in));
        }
        return new Selection(methods, without);
    }

    static void write(DataOutputStream out, TestResult result) throws IOException {
        test(out, result.test());
        out.writeByte(result.outcome().ordinal());
        text(out, result.message());
        out.writeLong(result.time().toMillis());
    }

    static TestResult result(DataInputStream in) throws IOException {
        return new TestResult(test(in), Outcome.values()[in.readByte()], text(in), Duration.ofMillis(in.readLong()));
    }

    static void test(DataOutputStream out, TestName test) throws IOException {
        text(out, test.type());
        text(out, test.method());
    }

    static TestName test(DataInputStream in) throws IOException {
        return new TestName(text(in), text(in));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
