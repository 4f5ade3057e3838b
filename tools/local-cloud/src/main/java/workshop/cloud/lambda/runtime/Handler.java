package workshop.cloud.lambda.runtime;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JavaType;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.type.TypeFactory;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The participant's code as the runtime calls it.
 *
 * @param signature what the method gets: {@code I}nput, {@code O}utput, {@code C}ontext, or the {@code E}vent as an object
 * @param input reads the event; null where no object is wanted
 * @param result writes what the method returns
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html">Handlers in Java</a>
 */
record Handler(
        Object instance, Method method, String signature, PojoSerializer<Object> input, PojoSerializer<Object> result) {
    private static final Set<String> SIGNATURES = Set.of("IOC", "IO", "OC", "IC", "EC", "I", "O", "C", "E", "");
    private static final Map<Class<?>, String> KINDS =
            Map.of(InputStream.class, "I", OutputStream.class, "O", Context.class, "C");

    /** Loads {@code package.Class} or {@code package.Class::method}; throws what AWS's runtime says of one that it can't. */
    static Handler load(String name) throws UserFault {
        String[] parts = name.split("::", 2);
        Class<?> type = type(parts[0]);
        try {
            return parts.length == 2 ? of(type, parts[1]) : of(type);
        } catch (UserFault e) {
            throw e;
        } catch (InvocationTargetException e) { // by its constructor
            throw new UserFault(cause(e), true);
        } catch (Exception | LinkageError e) {
            throw new UserFault(e, false);
        }
    }

    private static Class<?> type(String name) throws UserFault {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new UserFault("Class not found: " + name, e, false);
        } catch (LinkageError e) {
            String why = e.getMessage() == null ? "" : ": " + e.getMessage();
            throw new UserFault("Error loading class " + name + why, e, !(e instanceof NoClassDefFoundError));
        }
    }

    private static Handler of(Class<?> type, String methodName) throws Exception {
        Method method = method(type, methodName);
        Type[] parameters = method.getGenericParameterTypes();
        return of(type, method, parameters.length == 0 ? null : parameters[0], method.getGenericReturnType());
    }

    private static Handler of(Class<?> type) throws Exception {
        if (RequestStreamHandler.class.isAssignableFrom(type)) {
            return of(type, RequestStreamHandler.class.getMethods()[0], null, void.class);
        }
        if (RequestHandler.class.isAssignableFrom(type)) {
            TypeFactory types = TypeFactory.defaultInstance();
            JavaType[] eventAndResult = types.findTypeParameters(types.constructType(type), RequestHandler.class);
            return of(type, RequestHandler.class.getMethods()[0], eventAndResult[0], eventAndResult[1]);
        }
        throw new UserFault("Class does not implement an appropriate handler interface: " + type.getName());
    }

    /** Of several with one name the longest, where the context counts twice, as on AWS. */
    private static Method method(Class<?> type, String name) throws UserFault {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .filter(method -> SIGNATURES.contains(signature(method)))
                .max(Comparator.comparingInt(
                        method -> signature(method).replace("C", "CC").length()))
                .orElseThrow(() -> new UserFault("No public method named " + name
                        + " with appropriate method signature found on class " + type.getName()));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> KINDS.getOrDefault(type, "E"))
                .collect(Collectors.joining());
    }

    private static Handler of(Class<?> type, Method method, Type event, Type returned) throws Exception {
        String signature = signature(method);
        Object instance = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
        return new Handler(
                instance, method, signature, signature.contains("E") ? serializer(event) : null, serializer(returned));
    }

    private static Object instance(Class<?> type) throws Exception {
        try {
            return type.getConstructor().newInstance();
        } catch (NoSuchMethodException e) {
            throw new Exception("Class " + type.getName() + " has no public zero-argument constructor", e);
        }
    }

    private static PojoSerializer<Object> serializer(Type type) {
        Class<?> raw = TypeFactory.rawClass(type);
        @SuppressWarnings("unchecked")
        PojoSerializer<Object> own = LambdaEventSerializers.isLambdaSupportedEvent(raw.getName())
                ? (PojoSerializer<Object>) LambdaEventSerializers.serializerFor(raw, raw.getClassLoader())
                : JacksonFactory.getInstance().getSerializer(type);
        return own;
    }

    void handle(byte[] event, OutputStream output, Context context) throws ReflectiveOperationException, IOException {
        Object[] arguments = signature
                .chars()
                .mapToObj(kind -> switch (kind) {
                    case 'I' -> new ByteArrayInputStream(event);
                    case 'O' -> output;
                    case 'C' -> context;
                    default -> read(event);
                })
                .toArray();
        Object returned = method.invoke(instance, arguments);
        if (signature.contains("O")) {
            return;
        }
        if (returned == null || signature.contains("I")) {
            output.write("null".getBytes(StandardCharsets.US_ASCII));
        } else {
            result.toJson(returned, output);
        }
    }

    private Object read(byte[] event) {
        try {
            return input.fromJson(new ByteArrayInputStream(event));
        } catch (RuntimeException e) {
            throw new RuntimeException("An error occurred during JSON parsing", e);
        }
    }

    /** Reads an event and writes it again: what that needs of classes is loaded then. */
    void rehearse(byte[] event) {
        if (input != null) {
            input.toJson(read(event), new ByteArrayOutputStream());
        }
    }

    /** What the handler itself threw, without the reflection around it. */
    static Throwable cause(Throwable e) {
        return e instanceof InvocationTargetException && e.getCause() != null ? cause(e.getCause()) : e;
    }
}
