package workshop.cloud.shape;

/**
 * A member of a request, or a property of a resource.
 *
 * @param replaces whether its change makes a new resource, as AWS's reference says ("Replacement")
 * @param names whether it is the name by which its service knows a resource
 * @param hasEffect whether it changes anything here; a deployment names one that doesn't in a warning
 */
public record Member(String name, Shape shape, boolean required, boolean replaces, boolean names, boolean hasEffect) {

    public static Member required(String name, Shape shape) {
        return new Member(name, shape, true, false, false, true);
    }

    public static Member optional(String name, Shape shape) {
        return new Member(name, shape, false, false, false, true);
    }

    public static Member required(String name, Member... members) {
        return required(name, Members.of(members));
    }

    public static Member optional(String name, Member... members) {
        return optional(name, Members.of(members));
    }

    /** An optional one that is accepted without changing anything here. */
    public static Member withoutEffect(String name, Shape shape) {
        return optional(name, shape).withoutEffect();
    }

    public static Member withoutEffect(String name, Member... members) {
        return withoutEffect(name, Members.of(members));
    }

    /** The same, whose change makes a new resource. */
    public Member replacing() {
        return new Member(name, shape, required, true, names, hasEffect);
    }

    /** The same, the name that only one resource of its type has; its change makes a new one. */
    public Member naming() {
        return new Member(name, shape, required, true, true, hasEffect);
    }

    public Member withoutEffect() {
        return new Member(name, shape, required, replaces, names, false);
    }
}
