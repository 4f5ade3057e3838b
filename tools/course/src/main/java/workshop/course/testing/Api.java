package workshop.course.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Parameterizable;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/**
 * What other sources see of classes.
 *
 * @param classes for each, and for those in it, what is seen of it and its members
 */
record Api(Map<String, List<String>> classes) {

    /** @param names with dots, of classes that are in no other */
    static Api of(Elements elements, Collection<String> names) {
        Api api = new Api(new TreeMap<>());
        names.forEach(name -> api.add(elements.getTypeElement(name), elements));
        return api;
    }

    private void add(TypeElement type, Elements elements) {
        List<String> seen = new ArrayList<>(List.of(seen(type, elements)));
        for (Element member : type.getEnclosedElements()) {
            if (!isPrivate(member)) {
                seen.add(seen(member, elements));
            } else if (hides(member, type)) {
                seen.add(member.toString());
            }
            if (member instanceof TypeElement inner) {
                add(inner, elements);
            }
        }
        classes.put(elements.getBinaryName(type).toString(), seen);
    }

    /** A static initializer is private, too, whatever its modifiers. */
    private static boolean isPrivate(Element member) {
        return member.getModifiers().contains(Modifier.PRIVATE) || member.getKind() == ElementKind.STATIC_INIT;
    }

    private static String seen(Element element, Elements elements) {
        List<Object> seen = new ArrayList<>(List.of(element.getKind(), element, element.getModifiers()));
        seen.add(element.getAnnotationMirrors());
        seen.add(elements.isDeprecated(element));
        if (element instanceof Parameterizable generic) {
            generic.getTypeParameters().forEach(parameter -> seen.add(parameter + " extends " + parameter.getBounds()));
        }
        if (element instanceof TypeElement type) {
            seen.add(supertypes(type));
            seen.add(type.getPermittedSubclasses());
        } else if (element instanceof ExecutableElement method) {
            seen.addAll(List.of(method.getReturnType(), method.getThrownTypes(), method.isVarArgs()));
            seen.add(method.getDefaultValue());
        } else if (element instanceof VariableElement field) {
            seen.add(field.asType());
            seen.add(field.getConstantValue());
        }
        return seen.toString();
    }

    /** A private field or class hides an inherited one of its name, whoever looks for that; whether one is inherited isn't checked. */
    private static boolean hides(Element member, TypeElement type) {
        boolean isField = member.getKind() == ElementKind.FIELD;
        return (isField || member instanceof TypeElement)
                && supertypes(type).stream()
                        .anyMatch(supertype -> !supertype.toString().startsWith("java.lang."));
    }

    private static List<TypeMirror> supertypes(TypeElement type) {
        List<TypeMirror> supertypes = new ArrayList<>(type.getInterfaces());
        supertypes.add(type.getSuperclass());
        return supertypes;
    }

    /** Whether other sources see no difference. A private class that came or went is none. */
    boolean looksLike(Api other) {
        return classes.entrySet().stream()
                .allMatch(seen -> seen.getValue().equals(other.classes.getOrDefault(seen.getKey(), seen.getValue())));
    }
}
