package workshop.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The participant's code as the runtime calls it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html">Handlers in Java</a>
 */
@FunctionalInterface
interface Handler {

    void handle(byte[] event, OutputStream output, Context context) throws Exception;

    /** Loads {@code package.Class} or {@code package.Class::method}; throws whatever its constructor throws. */
    static Handler load(String name) throws ReflectiveOperationException {
        String[] parts = name.split("::", 2);
        Class<?> type = Class.forName(parts[0]);
        Object instance = type.getConstructor().newInstance();
        if (instance instanceof RequestStreamHandler stream) {
            return (event, output, context) -> stream.handleRequest(new ByteArrayInputStream(event), output, context);
        }
        if (instance instanceof RequestHandler || parts.length == 2) {
            Method method = method(type, parts.length == 2 ? parts[1] : "handleRequest");
            return pojo(instance, method);
        }
        throw new ClassNotFoundException(
                "Class " + parts[0] + " is no handler: it implements neither RequestHandler nor RequestStreamHandler");
    }

    /** The method itself, not the bridge that the compiler makes for the interface's erased types. */
    private static Method method(Class<?> type, String name) throws NoSuchMethodException {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge() && method.getParameterCount() > 0)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(type.getName() + " has no public method " + name));
    }

    private static Handler pojo(Object instance, Method method) {
        return new OfObjects(
                instance,
                method,
                serializer(method.getParameterTypes()[0], method),
                serializer(method.getReturnType(), method));
    }

    /** One that gets an object, and perhaps the context, and returns an object. */
    record OfObjects(Object instance, Method method, PojoSerializer<Object> input, PojoSerializer<Object> output)
            implements Handler {

        @Override
        public void handle(byte[] event, OutputStream out, Context context) throws Exception {
            Object argument = input.fromJson(new ByteArrayInputStream(event));
            Object result = method.getParameterCount() == 2
                    ? method.invoke(instance, argument, context)
                    : method.invoke(instance, argument);
            if (result == null) {
                out.write("null".getBytes(StandardCharsets.US_ASCII));
            } else {
                output.toJson(result, out);
            }
        }

        /** Reads an event and writes it again: what that needs of classes is loaded then. */
        void rehearse(byte[] event) {
            Object argument = input.fromJson(new ByteArrayInputStream(event));
            input.toJson(argument, new ByteArrayOutputStream());
        }
    }

    @SuppressWarnings("unchecked")
    private static PojoSerializer<Object> serializer(Class<?> type, Method method) {
        if (LambdaEventSerializers.isLambdaSupportedEvent(type.getName())) {
            return (PojoSerializer<Object>) LambdaEventSerializers.serializerFor(type, type.getClassLoader());
        }
        return (PojoSerializer<Object>) JacksonFactory.getInstance().getSerializer(type);
    }

    /** What the handler itself threw, without the reflection around it. */
    static Throwable cause(Throwable e) {
        return e instanceof InvocationTargetException && e.getCause() != null ? cause(e.getCause()) : e;
    }
}
