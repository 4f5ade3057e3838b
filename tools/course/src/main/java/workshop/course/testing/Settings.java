package workshop.course.testing;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;
import workshop.course.CourseException;

/**
 * What a project's pom says about compiling and testing it.
 *
 * @param release the version of Java it is written in
 * @param compilerArguments as its compiler plugin has them
 * @param environment variables that its tests get, as its Surefire plugin has them
 */
public record Settings(String release, List<String> compilerArguments, Map<String, String> environment) {
    private static final String ARGUMENTS =
            "/project/build/plugins/plugin[artifactId='maven-compiler-plugin']/configuration/compilerArgs/arg";
    private static final String VARIABLES =
            "/project/build/plugins/plugin[artifactId='maven-surefire-plugin']/configuration/environmentVariables/*";

    public Settings {
        compilerArguments = List.copyOf(compilerArguments);
        environment = Map.copyOf(environment);
    }

    /** @throws CourseException if the text isn't a pom */
    public static Settings of(String pom) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // What is wrong is in the exception; the default prints it as well.
            builder.setErrorHandler(null);
            Document document = builder.parse(new InputSource(new StringReader(pom)));
            XPath xpath = XPathFactory.newInstance().newXPath();
            String release = xpath.evaluate("/project/properties/maven.compiler.release", document)
                    .strip();
            if (release.isEmpty()) {
                throw new CourseException("A project's pom.xml has no maven.compiler.release");
            }
            List<String> arguments = new ArrayList<>();
            for (Node argument : xpath.evaluateExpression(ARGUMENTS, document, XPathNodes.class)) {
                arguments.add(argument.getTextContent().strip());
            }
            Map<String, String> environment = new LinkedHashMap<>();
            for (Node variable : xpath.evaluateExpression(VARIABLES, document, XPathNodes.class)) {
                environment.put(
                        variable.getNodeName(), variable.getTextContent().strip());
            }
            return new Settings(release, arguments, environment);
        } catch (CourseException e) {
            throw e;
        } catch (SAXParseException e) {
            String what = pom.contains("\n<<<<<<< ")
                    ? "git left two versions there: keep one, and delete the lines with <<<<<<<, ======= and >>>>>>>."
                    : e.getMessage()
                            .replace(
                                    "XML document structures must start and end within the same entity.",
                                    "an end such as </project> is missing.");
            throw new CourseException("A project's pom.xml can't be read, in line " + e.getLineNumber() + ": " + what);
        } catch (Exception e) {
            throw new CourseException("A project's pom.xml can't be read: " + e.getMessage());
        }
    }

    /** The same for tests that get no variables from Surefire, as end-to-end tests don't. */
    public Settings withoutEnvironment() {
        return new Settings(release, compilerArguments, Map.of());
    }

    /** The same with warnings refused: a participant may be warned, what we write may not. */
    public Settings withoutWarnings() {
        List<String> strict = new ArrayList<>(compilerArguments);
        strict.add("-Werror");
        return new Settings(release, strict, environment);
    }
}
