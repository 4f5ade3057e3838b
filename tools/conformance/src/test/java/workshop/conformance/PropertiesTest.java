package workshop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Shape;
import workshop.cloud.shape.Violations;

/**
 * What each resource type declares, held against AWS's own list: CDK's {@code Cfn…Props} name every property, the
 * {@code …Property} interfaces every member of a structure, and {@code getAttr…} every attribute. CDK spells abbreviations in
 * its own way ({@code getSseSpecification}), so letters are compared without their case.
 */
class PropertiesTest {
    @AutoClose
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
    }

    @TestFactory
    Stream<DynamicTest> aTypeDeclaresOnlyWhatAwsHasAndRefusesTheRestByName() {
        return account.resourceTypes().properties().entrySet().stream()
                .filter(type -> !type.getKey().equals("AWS::CDK::Metadata"))
                .map(type -> DynamicTest.dynamicTest(
                        type.getKey(),
                        () -> assertThat(differences(type.getKey(), type.getValue()))
                                .isEmpty()));
    }

    private static List<String> differences(String type, Members declared) {
        Class<?> resource = cdk(type, "");
        Set<String> ofAws = getters(cdk(type, "Props"), "get");
        List<String> differences = new ArrayList<>();
        declared.byName().keySet().stream()
                .filter(name -> !ofAws.contains(lower(name)))
                .forEach(name -> differences.add(name + " is no property of AWS's: " + ofAws));
        Set<String> known =
                declared.byName().keySet().stream().map(PropertiesTest::lower).collect(Collectors.toSet());
        ofAws.stream()
                .filter(name -> !known.contains(name))
                .filter(name -> !isRefusedByName(declared, name))
                .forEach(name -> differences.add(name + " is neither declared nor refused by name"));
        Set<String> attributes = getters(resource, "getAttr");
        declared.returned().stream()
                .filter(name -> !attributes.contains(lower(name)))
                .forEach(name -> differences.add(name + " is no attribute of AWS's: " + attributes));
        List<Set<String>> structures = Arrays.stream(resource.getDeclaredClasses())
                .filter(nested -> nested.getSimpleName().endsWith("Property"))
                .map(nested -> getters(nested, "get"))
                .collect(Collectors.toCollection(ArrayList::new));
        structures.add(getters(load("software.amazon.awscdk.CfnTag"), "get"));
        declared.byName().values().forEach(member -> compare(member.name(), member.shape(), structures, differences));
        return differences;
    }

    private static void compare(
            String where, Shape shape, Collection<Set<String>> structures, List<String> differences) {
        if (shape instanceof Shape.ListOf list) {
            compare(where, list.item(), structures, differences);
        } else if (shape instanceof Shape.MapOf map) {
            compare(where, map.value(), structures, differences);
        } else if (shape instanceof Members members) {
            Set<String> names = members.byName().keySet().stream()
                    .map(PropertiesTest::lower)
                    .collect(Collectors.toSet());
            if (structures.stream().noneMatch(structure -> structure.containsAll(names))) {
                differences.add(where + " has the members " + names + ", and no structure of AWS's has all of them");
            }
            for (Member member : members.byName().values()) {
                compare(where + "/" + member.name(), member.shape(), structures, differences);
            }
        }
    }

    private static boolean isRefusedByName(Members declared, String name) {
        return Violations.of(declared, JsonNodeFactory.instance.objectNode().put(name, "x"), Reading.TEMPLATE)
                .ofResource()
                .stream()
                .anyMatch(violation -> violation.contains("[" + name + "]"));
    }

    private static Set<String> getters(Class<?> type, String prefix) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .map(Method::getName)
                .filter(name -> name.startsWith(prefix) && !name.equals("getClass"))
                .map(name -> lower(name.substring(prefix.length())))
                .collect(Collectors.toSet());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** {@code AWS::Lambda::Function} is {@code services.lambda.CfnFunction} there. */
    private static Class<?> cdk(String type, String suffix) {
        String[] parts = type.split("::");
        return load("software.amazon.awscdk.services." + lower(parts[1]) + ".Cfn" + parts[2] + suffix);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PropertiesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError("AWS has no such type", e);
        }
    }
}
