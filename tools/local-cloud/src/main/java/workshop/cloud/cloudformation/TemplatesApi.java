package workshop.cloud.cloudformation;

import static workshop.cloud.cloudformation.CloudFormationApi.STACK_OR_ALL;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The operations of CloudFormation about templates, of stacks and others. */
record TemplatesApi(CloudFormation cloudFormation, UnaryOperator<String> templates) {
    static final Member TEMPLATE_BODY = optional("TemplateBody", Shape.text(1, 51_200));
    static final Member TEMPLATE_URL = optional("TemplateURL", Shape.text(1, 5120));

    /** Of an object: the bucket is in front of S3's host, or in the path, as here. */
    private static final Pattern URL = Pattern.compile(
            "https?://(?:(?:([a-z0-9.-]+)\\.)?s3(?:[.-][a-z]+-[a-z]+-\\d)?\\.amazonaws\\.com"
                    + "|(?:127\\.0\\.0\\.1|localhost)(?::\\d+)?)/((?:[\\w.~!$&'()*+,;=:@/-]|%\\p{XDigit}{2})+)(\\?.*)?");

    void in(Operations operations) {
        Members template = Members.of(TEMPLATE_BODY, TEMPLATE_URL);
        Member stage = optional("TemplateStage", oneOf("Original", "Processed"));
        operations
                .on("GetTemplate", Members.of(STACK_OR_ALL, stage), this::getTemplate)
                .on("GetTemplateSummary", template.and(STACK_OR_ALL), this::getTemplateSummary)
                .on(
                        "ValidateTemplate",
                        template,
                        input -> getTemplateSummary(input.has("TemplateBody") ? input.without("TemplateURL") : input));
    }

    private JsonNode getTemplate(ObjectNode input) {
        Template.refuse(!input.has("StackName"), "StackName is required if ChangeSetName is not specified.");
        Template template =
                cloudFormation.stack(CloudFormationApi.name(input)).content.template();
        ObjectNode answer = Json.object().put("TemplateBody", template.text());
        answer.putArray("StagesAvailable").add("Original").add("Processed");
        return answer;
    }

    private JsonNode getTemplateSummary(ObjectNode input) {
        Template.refuse(
                input.has("StackName") && input.size() > 1,
                "Only one of StackName, TemplateBody and TemplateURL may be specified.");
        Template template = input.has("StackName")
                ? cloudFormation.stack(CloudFormationApi.name(input)).content.template()
                : cloudFormation.types.check(Template.read(text(input, templates)));
        Template.refuse(
                template == Template.EMPTY, "GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
        JsonNode metadata = template.section("Metadata");
        ObjectNode answer = Json.object()
                .put("Metadata", metadata.isMissingNode() ? null : Json.write(metadata))
                .put("Description", template.description())
                .put("Version", template.section("AWSTemplateFormatVersion").asText("2010-09-09"));
        ArrayNode parameters = answer.putArray("Parameters");
        template.section("Parameters").forEachEntry((name, parameter) -> parameters.add(summary(name, parameter)));
        Set<String> types = template.types();
        List<String> capabilities = Capabilities.of(template);
        String reason = "The following resource(s) require capabilities: " + Capabilities.ofIam(types);
        answer.put("CapabilitiesReason", capabilities.isEmpty() ? null : reason);
        answer.set("Capabilities", Json.orNull(capabilities));
        return answer.set("ResourceTypes", Json.MAPPER.valueToTree(types));
    }

    private static ObjectNode summary(String name, JsonNode parameter) {
        ObjectNode json = Json.object()
                .put("ParameterKey", name)
                .put("ParameterType", parameter.path("Type").asText())
                .put("Description", parameter.path("Description").asText(null))
                .put("NoEcho", parameter.path("NoEcho").asBoolean());
        json.putObject("ParameterConstraints").set("AllowedValues", parameter.get("AllowedValues"));
        return json.set("DefaultValue", parameter.get("Default"));
    }

    static String text(ObjectNode input, UnaryOperator<String> templates) {
        Template.refuse(
                input.has("TemplateURL") == input.has("TemplateBody"),
                "Either Template URL or Template Body must be specified.");
        if (input.has("TemplateBody")) {
            return input.get("TemplateBody").asText();
        }
        String url = input.get("TemplateURL").asText();
        Template.refuse(
                url.startsWith("s3://"),
                "S3 error: Domain name specified in " + url.replaceFirst("s3://([^/]*).*", "$1")
                        + " is not a valid S3 domain");
        Matcher object = URL.matcher(url);
        String path = object.matches() ? Objects.toString(object.group(1), "") + "/" + object.group(2) : "";
        Template.refuse(!path.matches("/?[^/]+/.+"), "TemplateURL must be a supported URL.");
        try {
            return templates.apply(path.replaceFirst("^/", ""));
        } catch (AwsError e) {
            throw Template.invalid(
                    "S3 error: " + e.getMessage()
                            + "\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
        }
    }
}
