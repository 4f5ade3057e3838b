package workshop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import todo.Todo;
import todo.events.TodoEvent;

/** The API as {@code docs/openapi.yaml} describes it, and the events as {@code docs/events/asyncapi.yaml} does, are the solution's. */
class ContractTest {
    private static final Path DOCS =
            Path.of("..", "..", "docs").toAbsolutePath().normalize();
    private static final Path ASYNCAPI_CHECK = Path.of("src", "test", "asyncapi");
    private static final Map<Class<?>, String> JSON_TYPES =
            Map.of(String.class, "string", boolean.class, "boolean", long.class, "integer");

    @Test
    void theApiIsValidOpenApi() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult parsed = new OpenAPIV3Parser()
                .readLocation(Solution.DOCS.resolve("openapi.yaml").toString(), null, options);

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI()).extracting(OpenAPI::getOpenapi).isEqualTo("3.1.0");
    }

    @Test
    void itsRoutesAreThoseOfTheStack() throws IOException {
        List<String> described = new ArrayList<>();
        openApi()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));

        assertThat(described).containsExactlyInAnyOrderElementsOf(routes(Solution.resources()));
    }

    private static List<String> routes(JsonNode resources) {
        List<String> routes = new ArrayList<>();
        for (JsonNode resource : resources) {
            if (resource.path("Type").asText().equals("AWS::ApiGateway::Method")) {
                JsonNode method = resource.path("Properties");
                routes.add(method.path("HttpMethod").asText() + path(resources, method.path("ResourceId")));
            }
        }
        return routes.stream().map(route -> route.replaceFirst("/", " /")).toList();
    }

    private static String path(JsonNode resources, JsonNode reference) {
        JsonNode resource = resources.path(reference.path("Ref").asText()).path("Properties");
        return resource.isMissingNode()
                ? ""
                : path(resources, resource.path("ParentId")) + "/"
                        + resource.path("PathPart").asText();
    }

    @Test
    void theToDoOfTheApiAndOfTheEventsIsTheRecordsFieldByField() throws IOException {
        Map<String, String> fields = new TreeMap<>();
        for (RecordComponent field : Todo.class.getRecordComponents()) {
            fields.put(field.getName(), JSON_TYPES.get(field.getType()));
        }

        JsonNode schemas = openApi().at("/components/schemas");
        assertThat(types(schemas.path("Todo").path("properties"), schemas)).isEqualTo(fields);
        for (String type : TodoEvent.TYPES) {
            JsonNode schema = new ObjectMapper().readTree(Solution.document("events/" + type + ".schema.json"));
            assertThat(types(schema.at("/properties/data/properties"), schema.path("$defs")))
                    .as(type)
                    .isEqualTo(fields);
        }
    }

    @Test
    void thePagesAboutTheApiAndTheEventsNameEachFieldOfTheToDo() {
        for (RecordComponent field : Todo.class.getRecordComponents()) {
            String name = field.getName();
            assertThat(Solution.document("api.md"))
                    .as("the item in docs/api.md")
                    .contains("\n  \"" + name + "\": ");
            assertThat(Solution.document("events.md").lines())
                    .as("the row of `data` in docs/events.md")
                    .anyMatch(line -> line.startsWith("| `data` |") && line.contains("`" + name + "`"));
        }
    }

    /** The type of each property; a constant's is that of its value. */
    private static Map<String, String> types(JsonNode properties, JsonNode definitions) {
        Map<String, String> types = new TreeMap<>();
        properties.properties().forEach(property -> {
            String reference = property.getValue().path("$ref").asText("/");
            JsonNode schema = definitions
                            .path(reference.substring(reference.lastIndexOf('/') + 1))
                            .isMissingNode()
                    ? property.getValue()
                    : definitions.path(reference.substring(reference.lastIndexOf('/') + 1));
            types.put(
                    property.getKey(),
                    schema.has("const")
                            ? schema.get("const").getNodeType().name().toLowerCase(Locale.ROOT)
                            : schema.path("type").asText());
        });
        return types;
    }

    @Test
    void itsExamplesAreValid() throws IOException {
        JsonNode document = openApi();
        List<JsonNode> examples = document.findParents("example");
        assertThat(examples).hasSizeGreaterThanOrEqualTo(5);

        for (JsonNode content : examples) {
            var schema = ((ObjectNode) content.path("schema")).deepCopy();
            schema.set("components", document.path("components"));
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(schema.toString())
                            .validate(content.path("example").toString(), InputFormat.JSON))
                    .as(content.path("example").toString())
                    .isEmpty();
        }
    }

    @Test
    void theEventsAreValidAsyncApiAndAreThoseOfTheCode() throws Exception {
        run("npm", "ci", "--include=dev", "--no-audit", "--no-fund");
        List<String> printed = run(
                "node",
                "check.js",
                Solution.DOCS.resolve("events/asyncapi.yaml").toString());

        assertThat(printed)
                .as("what AsyncAPI's parser finds, and last the messages")
                .hasSize(1);
        assertThat(new TreeSet<>(Arrays.asList(printed.get(0).split(" ")))).isEqualTo(new TreeSet<>(TodoEvent.TYPES));
        for (String type : TodoEvent.TYPES) {
            assertThat(new YAMLMapper()
                            .readTree(Solution.document("events/asyncapi.yaml"))
                            .at("/components/messages/" + type + "/payload/schema/$ref")
                            .asText())
                    .isEqualTo("./" + type + ".schema.json");
        }
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        List<String> onThisSystem = new ArrayList<>(List.of(command));
        if (File.separatorChar == '\\' && command[0].equals("npm")) {
            onThisSystem.addAll(0, List.of("cmd", "/c"));
        }
        Process process = new ProcessBuilder(onThisSystem)
                .directory(ASYNCAPI_CHECK.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }

    private static JsonNode openApi() throws IOException {
        return new YAMLMapper().readTree(Solution.document("openapi.yaml"));
    }
}
