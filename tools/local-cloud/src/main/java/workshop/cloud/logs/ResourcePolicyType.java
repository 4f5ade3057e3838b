package workshop.cloud.logs;

import java.util.Map;
import java.util.Set;
import workshop.cloud.ResourceType;
import workshop.cloud.iam.Policy;

/** {@code AWS::Logs::ResourcePolicy}: which services may write to which log groups. */
public record ResourcePolicyType(Logs logs) implements ResourceType {

    @Override
    public String name() {
        return "AWS::Logs::ResourcePolicy";
    }

    @Override
    public Set<String> honoured() {
        return Set.of("PolicyName", "PolicyDocument");
    }

    @Override
    public Set<String> replacing() {
        return Set.of("PolicyName");
    }

    @Override
    public Physical create(Declaration declaration) {
        String name = declaration.nameFrom("PolicyName");
        logs.policies().put(name, Policy.of(declaration.properties().path("PolicyDocument")));
        return new Physical(name, Map.of());
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return create(declaration);
    }

    @Override
    public void delete(Physical existing) {
        logs.policies().remove(existing.ref());
    }
}
