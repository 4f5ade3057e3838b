package workshop.cloud.lambda.runtime;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JavaType;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.type.TypeFactory;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler.UserFaultHandler;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.LambdaError;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;

/**
 * The main class of a process that constructs handlers, makes a call with each of AWS's clients, and ends: what that loads is
 * what the archive of their classes has. The handlers themselves are not called.
 */
public final class HandlerPreload {
    private static final byte[] EVENT = {'{', '}'};

    private HandlerPreload() {}

    /** Takes an event as others do, and does nothing with it. */
    public static final class Nothing implements RequestHandler<Object, Object> {
        @Override
        public Object handleRequest(Object event, Context context) {
            return event;
        }
    }

    /** @param handlers their names; one that fails has loaded less, which is all that matters here */
    public static void main(String[] handlers) throws Exception {
        try (EmptyEndpoint endpoint = new EmptyEndpoint()) {
            RuntimeApiClient api = new RuntimeApiClient(endpoint.authority()) {
                @Override
                public void reportInitError(LambdaError error) {
                    throw new IllegalStateException(error.errorRequest.errorMessage);
                }
            };
            InvocationRequest request = new InvocationRequest();
            request.setContent(EVENT);
            api.reportInvocationSuccess(
                    "", load(Nothing.class.getName(), api).call(request).toByteArray());
            api.send("response");
            ClientCalls.to(endpoint);
            for (String handler : handlers) {
                try {
                    load(handler, api);
                    rehearse(Class.forName(handler.split("::")[0]));
                } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                    System.err.println(handler + ": " + (e.getCause() == null ? e : e.getCause()).getMessage());
                }
            }
        }
    }

    private static LambdaRequestHandler load(String name, RuntimeApiClient api) throws ReflectiveOperationException {
        LambdaRequestHandler handler = FunctionRuntime.load(name, FunctionRuntime.logger(), api);
        if (handler instanceof UserFaultHandler broken) {
            throw new IllegalStateException(broken.fault.msg);
        }
        return handler;
    }

    /** Reads an event and writes it again: what that needs of classes is loaded then. */
    private static void rehearse(Class<?> handler) {
        TypeFactory types = TypeFactory.defaultInstance();
        for (JavaType of : types.findTypeParameters(types.constructType(handler), RequestHandler.class)) {
            Class<?> event = of.getRawClass();
            if (LambdaEventSerializers.isLambdaSupportedEvent(event.getName())) {
                PojoSerializer<Object> serializer = serializer(event);
                serializer.toJson(serializer.fromJson(new ByteArrayInputStream(EVENT)), new ByteArrayOutputStream());
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static PojoSerializer<Object> serializer(Class<?> event) {
        return (PojoSerializer<Object>) LambdaEventSerializers.serializerFor(event, event.getClassLoader());
    }
}
